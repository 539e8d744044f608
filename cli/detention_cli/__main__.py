"""`python -m detention_cli`."""

from detention_cli.app import main

main()
