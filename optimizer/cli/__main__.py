"""``python -m optimizer.cli``: the command line without its console script."""

from optimizer.cli import main

if __name__ == "__main__":
    main()
