"""The `concierta` command."""


def main() -> None:
    raise SystemExit(0)
