"""A second opinion from durable-rules: the same rules, judged by a rete network of another hand, fenced in a process of its own.

`program` says what is asked of a rule, `network` how it is put, `worker` who answers, `opinions` what comes of it. Nothing here is imported
unless it is asked for, and only the worker's process ever loads the engine. What it has no opinion on stands in
`docs/decisions/0001-role-of-durable-rules.md`.
"""
