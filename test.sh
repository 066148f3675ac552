#!/usr/bin/env bash
# Builds everything with warnings as errors and runs all tests; installs what they need where it can.
#   ./test.sh            the normal run
#   ./test.sh --long     with the long modes: soak, fuzz and property tests at full length
# The last line is "N passed, N failed, N skipped". With CI=true a skipped test fails the run.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
configuration=Release
for argument in "$@"; do
  case "$argument" in
    --long) export MADLAB_TEST_LONG=1 ;;
    *) echo "unknown argument: $argument (only --long)" >&2; exit 2 ;;
  esac
done

command -v dotnet >/dev/null || { echo "The .NET 10 SDK is needed: https://dot.net" >&2; exit 2; }

# promtool checks the metrics' exposition. Unpacked, not installed: the package would start a server.
if ! command -v promtool >/dev/null && [ ! -x artifacts/tools/usr/bin/promtool ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  mkdir -p artifacts/tools
  (cd artifacts/tools && { apt-get update -qq && apt-get download -qq prometheus && dpkg -x prometheus_*.deb . && rm -f prometheus_*.deb; }) >/dev/null 2>&1 \
    || echo "promtool could not be fetched; the check that needs it is skipped" >&2
fi
[ -x artifacts/tools/usr/bin/promtool ] && export PATH="$PWD/artifacts/tools/usr/bin:$PATH"

# PostgreSQL without the server that Debian's package would set up and start: the tests start their own.
if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold postgresql; } >/dev/null 2>&1 \
    || echo "PostgreSQL could not be installed; the tests that need it are skipped" >&2
fi

# Clients of other platforms, which the streams are tested with: curl, and two packages on Node. A linker for the sample that is compiled ahead of time.
tools=()
command -v curl >/dev/null || tools+=(curl)
{ command -v node && command -v npm; } >/dev/null || tools+=(nodejs npm)
if [ "${#tools[@]}" -gt 0 ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${tools[@]}"; } >/dev/null 2>&1 || true
fi
if ! { command -v cc || command -v clang; } >/dev/null && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gcc libc6-dev zlib1g-dev; } >/dev/null 2>&1 || true
fi
for tool in curl node npm; do
  command -v "$tool" >/dev/null || echo "$tool is missing and could not be installed; the tests that need it are skipped" >&2
done
# The workbench is tested in Debian's Chromium, and its own unit tests run with the packages that its build installs.
if ! command -v chromium >/dev/null && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core; } >/dev/null 2>&1 \
    || echo "Chromium could not be installed; the tests that need it are skipped" >&2
fi
# The proxies that the host is tested behind. Installed without being started: the tests start their own.
if ! { command -v nginx && command -v haproxy && command -v openssl && command -v systemd-analyze; } >/dev/null && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  policy=/usr/sbin/policy-rc.d
  [ -e "$policy" ] || { printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy" && ours=1; }
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nginx haproxy openssl systemd; } >/dev/null 2>&1 \
    || echo "nginx, HAProxy or systemd-analyze could not be installed; the tests that need them are skipped" >&2
  if [ "${ours:-}" = 1 ]; then rm -f "$policy"; fi
fi
clients=tests/MadLab.Streaming.Tests/Clients/node
if command -v npm >/dev/null && [ ! "$clients/node_modules/.package-lock.json" -nt "$clients/package-lock.json" ]; then
  (cd "$clients" && npm ci --silent) || echo "the packages of $clients could not be installed; the tests that need them are skipped" >&2
fi

dotnet build MadLab.Lib.sln -c "$configuration" -v q -nologo

log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
# One project after another: several start servers and count what this machine has.
dotnet test MadLab.Lib.sln -c "$configuration" --no-build --nologo -v q -m:1 --logger "console;verbosity=minimal" 2>&1 | tee "$log" || status=$?

counts=$(awk '
  /Failed: +[0-9]+, Passed: +[0-9]+, Skipped: +[0-9]+/ {
    match($0, /Failed: +[0-9]+/);  f = substr($0, RSTART, RLENGTH);  gsub(/[^0-9]/, "", f);  failed += f
    match($0, /Passed: +[0-9]+/);  p = substr($0, RSTART, RLENGTH);  gsub(/[^0-9]/, "", p);  passed += p
    match($0, /Skipped: +[0-9]+/); s = substr($0, RSTART, RLENGTH);  gsub(/[^0-9]/, "", s);  skipped += s
  }
  END { printf "%d %d %d", passed, failed, skipped }' "$log")
read -r passed failed skipped <<<"$counts"
[ "$passed" -gt 0 ] || status=1
[ "$failed" -eq 0 ] || status=1
if [ "$skipped" -gt 0 ] && [ "${CI:-}" = true ]; then
  echo "A test that CI should run was skipped." >&2
  status=1
fi
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
