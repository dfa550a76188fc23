import subprocess
import sys


def test_checking_a_site_needs_neither_django_nor_a_database():
    code = (
        "import sys; import concierta.engines.sitelog, concierta.installation.log.sources;"
        "import concierta.installation.log.words;"
        "import concierta.installation.witness, concierta.installation.cli.log;"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'django', 'sqlite3', 'psycopg', 'duckdb'}))"
    )
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stdout == "[]\n"
