"""The command line of detention-rules: one module per command. It reads, asks the library and prints; it decides nothing."""
