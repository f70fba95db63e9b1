"""The server fixture itself: a real server, an empty database each time."""

import psycopg
from sqlalchemy import create_engine, text


def test_a_database_is_real(postgres_url):
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT version()")).startswith("PostgreSQL")
        connection.execute(text("CREATE TABLE once (id int)"))
    engine.dispose()


def test_the_next_test_finds_it_empty(postgres_url):
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT to_regclass('once')")) is None
        assert connection.scalar(text("SHOW server_encoding")) == "UTF8"
    engine.dispose()


def test_the_server_listens_on_no_network_port(postgres_server):
    with psycopg.connect(postgres_server.dsn()) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
