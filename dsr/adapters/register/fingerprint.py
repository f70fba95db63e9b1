"""One cheap question whose answer changes with every change of a register's schema."""

from __future__ import annotations

from collections.abc import Mapping

from dsr.adapters.register.connection import Cursor, fetch

_FINGERPRINTS: Mapping[str, str] = {
    "sqlite": "PRAGMA schema_version",
    "postgresql": """
SELECT md5(string_agg(concat_ws(':', c.oid, c.relname, a.attnum, a.attname, a.atttypid,
    a.atttypmod, a.attnotnull), ',' ORDER BY c.oid, a.attnum)),
    (SELECT concat_ws(':', count(*), max(oid::bigint)) FROM pg_constraint
     WHERE connamespace = to_regnamespace(current_schema()))
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = to_regnamespace(current_schema()) AND c.relkind IN ('r', 'p', 'f', 'i')
    AND a.attnum > 0 AND NOT a.attisdropped""",
    "mysql": """
SELECT table_name, column_name, column_type, is_nullable, column_key, ordinal_position
FROM information_schema.columns WHERE table_schema = database()
UNION ALL SELECT table_name, column_name, referenced_table_name, referenced_column_name, '', 0
FROM information_schema.key_column_usage
WHERE table_schema = database() AND referenced_table_name IS NOT NULL
ORDER BY 1, 6, 2""",
}


def schema_version(cursor: Cursor, dialect: str) -> object:
    """Something that changes with every change of the schema; None where nothing tells."""
    statement = _FINGERPRINTS.get("mysql" if dialect == "mariadb" else dialect)
    return None if statement is None else tuple(map(tuple, fetch(cursor, statement)))
