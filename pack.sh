#!/usr/bin/env bash
# Packs the libraries as NuGet packages: ./pack.sh
#
# They are put into artifacts/packages, or into the folder that PACKAGES names. Arguments are passed on to `dotnet pack`, for example:
#   ./pack.sh -p:Version=1.2.3 -p:RepositoryUrl=https://github.com/OWNER/NAME
# MORE_PROJECTS names further projects; src/LeaderHosting.ZooKeeperNetEx can be packed where the package ZooKeeperNetEx can be had.
# The same sources give the same assemblies, wherever they lie: everything is compiled anew, with paths that do not name this machine. Analyzers do not run:
# a build has them.
set -euo pipefail
called_from=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"

packages=${PACKAGES:-$PWD/artifacts/packages}
[[ $packages == /* ]] || packages=$called_from/$packages
readonly packages
readonly build=$PWD/artifacts/pack

rm -rf "$build"
mkdir -p "$packages"
for project in LeaderHosting.ZooKeeper LeaderHosting LeaderHosting.AspNetCore LeaderHosting.Testing ${MORE_PROJECTS:-}; do
  dotnet pack "src/${project#src/}" -c Release --nologo -v quiet --output "$packages" --artifacts-path "$build" \
    -p:ContinuousIntegrationBuild=true -p:RunAnalyzers=false "$@"
done
ls "$packages"
