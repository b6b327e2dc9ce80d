"""`python -m haitang.entrypoints.terminal` 终端入口: the same as `haitang`, for a process that starts another."""

from haitang.entrypoints.terminal import main

main()
