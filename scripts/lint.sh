#!/usr/bin/env bash
# The checks that need no build: format, what may be written where, shell scripts. Prints every finding; fails if there is one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
failed=0

# forbid WHY PATTERN [git grep arguments…]: no line of ours may match; comments are not code.
forbid() {
    local why=$1 pattern=$2 found
    shift 2
    found=$(git grep --untracked -nE "$pattern" -- "$@" | grep -vE '^[^:]+:[0-9]+:[[:space:]]*//' || true)
    [ -n "$found" ] || return 0
    printf '%s:\n%s\n' "$why" "$found"
    failed=1
}

swift format lint --strict --recursive --parallel Sources Tests Package.swift || failed=1

forbid "Addresses are written by the components of Sources/HTML only" '\b(href|action|src)=(\\?"|\\\()' 'Sources/*.swift' ':!Sources/HTML'
forbid "Trusted markup is made in Sources/HTML only" 'HTML\(trusted' 'Sources/*.swift' ':!Sources/HTML'
forbid "Unchecked sharing stays in StoragePostgres" '@unchecked Sendable|nonisolated\(unsafe\)' '*.swift' ':!Sources/StoragePostgres'
# swift-format leaves test files out of these rules; we do not.
forbid "No try! and no as!" '\b(try|as)!' '*.swift'
forbid "No path of one machine" '/[w]ork/(main|shared)|/[r]oot/|/[h]ome/[a-z]+/|/[o]pt/swift' . ':!*.csv'

# What docs/asvs.md says is met must be there to be looked up.
if command -v python3 >/dev/null; then python3 -B scripts/asvs.py || failed=1; fi
# And what docs/components.md lists is what the program is built with.
if command -v python3 >/dev/null; then python3 -B scripts/components.py || failed=1; fi

if command -v shellcheck >/dev/null; then shellcheck -x run test bench .ci/run scripts/*.sh || failed=1; fi
exit "$failed"
