# shellcheck shell=bash
# One throw-away PostgreSQL cluster for a test run: a Unix socket and no port, gone at the end. Sourced by ./test.

PG_HOME=""

# PostgreSQL refuses to run as root, so a root shell becomes the package's own user for it.
as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid postgres --regid postgres --init-groups env HOME="$PG_HOME" "$@"
    else
        "$@"
    fi
}

# start_postgres: sets and exports TEST_POSTGRES, a connection address.
start_postgres() {
    local bin
    bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
    [ -n "$bin" ] || bin=$(dirname "$(command -v initdb)") || die "PostgreSQL is not installed: the tests need both engines"
    # In /tmp, not $TMPDIR: the path of a Unix socket may have 107 characters at most.
    PG_HOME=$(mktemp -d /tmp/wm.XXXXXX)
    PG_BIN=$bin
    [ "$(id -u)" -ne 0 ] || chown postgres "$PG_HOME"
    {
        # fsync is off because what is here is thrown away; the tests of durability are in Tests/Faults.
        as_postgres "$PG_BIN/initdb" -D "$PG_HOME/data" -A trust -U owner --locale=C.UTF-8 -E UTF8 --no-sync &&
            as_postgres "$PG_BIN/pg_ctl" -D "$PG_HOME/data" -l "$PG_HOME/log" -w -o \
                "-c listen_addresses='' -c unix_socket_directories=$PG_HOME -c fsync=off -c full_page_writes=off \
                 -c synchronous_commit=off -c max_connections=200 -c max_locks_per_transaction=512" start &&
            # Not a superuser: superusers pass by row-level security, and then a test of it would prove nothing.
            "$PG_BIN/psql" -q -h "$PG_HOME" -U owner -d postgres -v ON_ERROR_STOP=1 \
                -c "CREATE ROLE waymark LOGIN CREATEDB CREATEROLE" -c "CREATE DATABASE waymark OWNER waymark"
    } >"$PG_HOME.out" 2>&1 </dev/null || {
        cat "$PG_HOME.out" "$PG_HOME/log" >&2 2>/dev/null
        die "PostgreSQL did not start"
    }
    rm -f "$PG_HOME.out"
    TEST_POSTGRES="postgres:///waymark?host=$PG_HOME&user=waymark"
    export TEST_POSTGRES
    # Then no test has to drop what it made.
    export TEST_POSTGRES_IS_THROWN_AWAY=yes
}

stop_postgres() {
    [ -n "$PG_HOME" ] || return 0
    as_postgres "$PG_BIN/pg_ctl" -D "$PG_HOME/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$PG_HOME" "$PG_HOME.out"
    PG_HOME=""
}
