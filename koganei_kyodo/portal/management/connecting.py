"""How the commands that call PostgreSQL's own programs reach the database of the settings."""

from typing import Any


def parameters_of(connection: Any) -> dict[str, Any]:
    """Return what ``psycopg.connect`` takes, without what only Django understands."""
    own = {"cursor_factory", "context", "prepare_threshold", "pool"}
    return {k: v for k, v in connection.get_connection_params().items() if k not in own}
