import os
import stat
import subprocess
import sys

import pytest

from concierta.installation.database import database_settings
from concierta.installation.home import home_folder, secret_key
from concierta.kernel.errors import Invalid


def test_the_home_is_made_for_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.setenv("CONCIERTA_HOME", str(tmp_path / "new" / "home"))
    assert stat.S_IMODE(home_folder().stat().st_mode) == 0o700


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path):
    key = secret_key(tmp_path)
    assert len(key) >= 50
    assert secret_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_two_installations_have_two_keys(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert secret_key(tmp_path / "a") != secret_key(tmp_path / "b")


def test_without_an_address_the_data_are_in_the_home(tmp_path):
    assert database_settings("", tmp_path)["NAME"] == tmp_path / "db.sqlite3"


@pytest.mark.parametrize("address", ["", "postgresql://ana@db.example/plan"])
def test_a_connection_outlives_a_request(tmp_path, address):
    assert database_settings(address, tmp_path)["CONN_MAX_AGE"] > 0


def test_a_postgresql_address_is_taken_apart(tmp_path):
    found = database_settings("postgresql://ana:cl%40ve@db.example:5433/plan", tmp_path)
    assert {key: found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "plan",
        "USER": "ana",
        "PASSWORD": "cl@ve",
        "HOST": "db.example",
        "PORT": "5433",
    }


def test_how_the_connection_to_postgresql_is_hidden_is_heard_and_nothing_else(tmp_path):
    address = "postgresql://ana@db.example/plan?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem"
    found = database_settings(address, tmp_path)
    plans = {"server_side_binding": True, "prepare_threshold": 5}
    assert found["OPTIONS"] == {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"} | plans
    with pytest.raises(Invalid, match="no se conoce «sslmod»"):
        database_settings("postgresql://ana@db.example/plan?sslmod=verify-full", tmp_path)


def test_another_database_is_refused_with_what_to_write(tmp_path):
    with pytest.raises(Invalid, match="postgresql://"):
        database_settings("mysql://localhost/plan", tmp_path)


def test_no_setting_holds_a_secret_of_its_own():
    environment = {key: value for key, value in os.environ.items() if key != "CONCIERTA_SECRET_KEY"}
    code = "from django.conf import settings; from pathlib import Path; k = settings.SECRET_KEY; "
    code += "assert not any(k in p.read_text() for p in Path('src').rglob('*.py'))"
    environment["DJANGO_SETTINGS_MODULE"] = "concierta.installation.settings_test"
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
