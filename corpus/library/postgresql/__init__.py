"""The library in PostgreSQL, for several machines that write at once. The only door to psycopg."""
