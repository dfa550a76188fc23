"""State diagrams of the reference, drawn from the transition tables: `python -m concierta.installation.diagrams`."""

import importlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path

from concierta.kernel.workflow import Workflow

#: Where the page lives in the repository.
PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "states.md"

_HEAD = """# States

Generated from the `workflow` module of each part by `python -m concierta.installation.diagrams`; a test fails when
this page and the tables differ. Each arrow is an act that one operation does, with the event it leaves in the ledger.
"""


def workflows() -> Iterator[tuple[str, Workflow]]:
    """Every workflow of every installed part, with the part's name, in the order in which they are installed."""
    from django.apps import apps

    for app in apps.get_app_configs():
        if app.name.startswith("concierta.") and importlib.util.find_spec(f"{app.name}.workflow"):
            module = importlib.import_module(f"{app.name}.workflow")
            for value in vars(module).values():
                if isinstance(value, Workflow):
                    yield app.label, value


def states_page() -> str:
    """The page in Markdown: per workflow its diagram and its table of acts."""
    return "\n".join([_HEAD, *(_section(part, workflow) for part, workflow in workflows())])


def _section(part: str, workflow: Workflow) -> str:
    rows = [
        f"| `{act.name}` | {act.label} | {', '.join(sorted(act.sources))} | {act.target} | `{act.event}` |"
        for act in workflow.transitions
    ]
    return "\n".join(
        [
            f"## {workflow.name.capitalize()} (`{part}`)",
            "",
            "```mermaid",
            workflow.mermaid().rstrip(),
            "```",
            "",
            "| act | in words | from | to | ledger event |",
            "|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def main() -> None:
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concierta.installation.settings")
    django.setup()
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(states_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
