#!/usr/bin/env bash
# Builds everything and runs all tests: ./test.sh
#
# Arguments are passed on to `dotnet test`, for example: ./test.sh --filter FullyQualifiedName~Lease
# Needs the .NET SDK 10 and a real ZooKeeper; on Debian and Ubuntu it installs what is missing if it may (root or sudo).
# The last line says "N passed, N failed" over all test assemblies, and the exit code is 0 only if none failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly solution=LeaderHosting.sln
# Test projects outside the solution to be run as well, separated by spaces.
readonly more_projects=${MORE_TEST_PROJECTS:-}
readonly results=artifacts/test-results
# A test host in which nothing has happened for so long is killed, and counts as failed.
readonly hang_timeout=10m

passed=0
failed=0
skipped=0

# Says why no test can run, and ends like a failed run.
give_up() {
  printf '%s\n' "$1" >&2
  echo "0 passed, 1 failed"
  exit 1
}

has_java() { [ -n "${JAVA_HOME:-}" ] || command -v java >/dev/null; }

has_zookeeper() {
  [ -n "${ZOOKEEPER_ADDRESS:-}" ] && return
  has_java && { [ -n "${ZOOKEEPER_HOME:-}" ] || [ -e /usr/share/java/zookeeper.jar ]; }
}

# Prints those of the given Debian packages that are not installed.
missing_packages() {
  local package
  for package in "$@"; do
    dpkg -s "$package" >/dev/null 2>&1 || printf '%s ' "$package"
  done
}

install_packages() {
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || return
    as_root=(sudo)
  fi
  echo "Installing $* ..."
  "${as_root[@]+"${as_root[@]}"}" apt-get update -qq &&
    "${as_root[@]+"${as_root[@]}"}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

check_prerequisites() {
  command -v dotnet >/dev/null && dotnet --list-sdks | grep '^10\.' >/dev/null ||
    give_up "The .NET SDK 10 is missing: https://dotnet.microsoft.com/download"

  if command -v apt-get >/dev/null; then
    local wanted=()
    has_zookeeper || wanted+=(zookeeper default-jre-headless)
    # Other clients (Python's kazoo, Java's Curator, the C client) that take part in elections with ours, and tc, which slows the network.
    # shellcheck disable=SC2207 # Package names have no spaces.
    wanted+=($(missing_packages python3-kazoo libcurator-recipes-java zookeeper-bin iproute2))
    # The linker of a program that is compiled ahead of time, and what it links.
    command -v clang >/dev/null || command -v gcc >/dev/null || wanted+=(clang)
    # shellcheck disable=SC2207
    wanted+=($(missing_packages zlib1g-dev))
    # Packages are packed from a repository.
    command -v git >/dev/null || wanted+=(git)
    # Java's source launcher runs the programs in tests/interop, and others are compiled.
    command -v javac >/dev/null || wanted+=(default-jdk-headless)
    if [ "${#wanted[@]}" -gt 0 ]; then
      install_packages "${wanted[@]}" </dev/null || echo "Could not install ${wanted[*]}; tests that need them will fail." >&2
    fi
  fi

  has_zookeeper || give_up "No ZooKeeper to test against. Install one:
  Debian, Ubuntu: sudo apt-get install zookeeper
  elsewhere:      install a Java runtime, unpack a release from https://zookeeper.apache.org/releases.html
                  and set ZOOKEEPER_HOME to the unpacked folder
  or set ZOOKEEPER_ADDRESS to a running server (tests that stop and start servers will fail)."
}

# counter NAME FILE: a number from the <Counters> element of a .trx file; nothing when there is none.
counter() { sed -n "s/.*<Counters.* $1=\"\([0-9]*\)\".*/\1/p" "$2" 2>/dev/null || true; }

# Runs one test assembly, so that one that crashes or yields no result cannot hide behind the others.
run_assembly() {
  local project=$1 name exit_code=0 total executed ok
  shift
  name=$(basename "$project" .csproj)
  echo "== $name"
  dotnet test "$(dirname "$project")/bin/Release/net10.0/$name.dll" --nologo \
    --logger "console;verbosity=minimal" --logger "trx;LogFileName=$name.trx" --results-directory "$results" \
    --blame-hang-timeout "$hang_timeout" --blame-hang-dump-type none "$@" </dev/null || exit_code=$?

  total=$(counter total "$results/$name.trx")
  executed=$(counter executed "$results/$name.trx")
  ok=$(counter passed "$results/$name.trx")
  passed=$((passed + ${ok:-0}))
  skipped=$((skipped + ${total:-0} - ${executed:-0}))
  failed=$((failed + ${executed:-0} - ${ok:-0}))

  if [ "$exit_code" -ne 0 ] && [ "${executed:-0}" -eq "${ok:-0}" ]; then
    echo "$name ended with exit code $exit_code, though no test of it failed: it crashed, hung or did not start." >&2
    failed=$((failed + 1))
  elif [ "${total:-0}" -eq 0 ] && [ $# -eq 0 ]; then
    echo "$name ran no tests." >&2
    failed=$((failed + 1))
  fi
}

check_prerequisites
for buildable in "$solution" $more_projects; do
  dotnet build "$buildable" -c Release --nologo -v quiet || give_up "The build of $buildable failed."
done

# The faults of the chaos test are made at random.
export CHAOS_SEED=${CHAOS_SEED:-$RANDOM}
echo "The seed of the chaos test is $CHAOS_SEED; set CHAOS_SEED to have the same faults again."

rm -rf "$results"
for project in $(dotnet sln "$solution" list | grep '^tests/.*Tests\.csproj$' | sort) $more_projects; do
  # A project that has no source yet has no tests.
  if [ -n "$(find "$(dirname "$project")" -name '*.cs' -not -path '*/obj/*' -not -path '*/bin/*' -print -quit)" ]; then
    run_assembly "$project" "$@"
  fi
done
[ $((passed + failed + skipped)) -gt 0 ] || give_up "No test ran."

echo
summary="$passed passed, $failed failed"
[ "$skipped" -eq 0 ] || summary="$summary, $skipped skipped"
echo "$summary"
[ "$failed" -eq 0 ]
