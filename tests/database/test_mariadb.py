"""The server fixture itself: a real server, copies with keys, no network port."""

from sqlalchemy import create_engine, inspect, text


def test_a_copy_has_rows_and_foreign_keys(mariadb_server):
    first = mariadb_server.create_database()
    mariadb_server.sql(
        "CREATE TABLE above (id INT PRIMARY KEY)",
        "CREATE TABLE below (id INT PRIMARY KEY, up INT REFERENCES above (id))",
        "INSERT INTO above VALUES (1)",
        "INSERT INTO below VALUES (1, 1)",
        database=first,
    )
    copy = mariadb_server.copy_database(first)
    engine = create_engine(mariadb_server.url(copy))
    with engine.connect() as connection:
        assert "MariaDB" in connection.scalar(text("SELECT version()"))
        assert connection.scalar(text("SELECT count(*) FROM below")) == 1
        (key,) = inspect(connection).get_foreign_keys("below")
        assert key["referred_table"] == "above"
    engine.dispose()
    for name in (first, copy):
        mariadb_server.drop_database(name)


def test_the_server_listens_on_no_network_port(mariadb_server):
    assert mariadb_server.sql("SELECT @@skip_networking, @@port") == [(1, 0)]
