"""``python -m chronolex``: the command, where it is not on the path."""

from chronolex.cli import main

if __name__ == "__main__":
    main()
