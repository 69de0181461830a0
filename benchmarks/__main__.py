"""`python -m benchmarks`: the table of `benchmarks.solve_speed`."""

from benchmarks.solve_speed import main

main()
