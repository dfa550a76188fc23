import doctest
import subprocess
import sys

from concierta.engines import translog


def test_the_example_of_the_package_runs():
    result = doctest.testmod(translog)
    assert (result.failed, result.attempted > 0) == (0, True)


def test_hashing_and_proofs_need_nothing_but_the_standard_library():
    code = (
        "import sys; from concierta.engines.translog import tree_root; tree_root([b'a']);"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'django', 'cryptography', 'cffi'}))"
    )
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stdout == "[]\n"


def test_everything_announced_is_there():
    assert [name for name in translog.__all__ if not hasattr(translog, name)] == []
