#!/usr/bin/env bash
# Makes everything that a release publishes, checks it, and publishes nothing.
#   ./release.sh [--version X.Y.Z] [--output DIR] [--no-source-link] [--no-build]
# --no-source-link: from a clone whose origin is not on the web. --no-build: packs what a build of this version in Release left.
set -euo pipefail
cd "$(dirname "$0")"
export CI=true DOTNET_CLI_UI_LANGUAGE=en DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
version=$(sed -n "s/.*<Version [^>]*>\(.*\)<\/Version>.*/\1/p" Directory.Build.props)
output=artifacts/release
source_link= build=
while [ $# -gt 0 ]; do
  case "$1" in
    --version) version=$2; shift 2 ;;
    --output) output=$2; shift 2 ;;
    --no-source-link) source_link=--no-source-link; shift ;;
    --no-build) build=--no-build; shift ;;
    *) echo "unknown argument: $1 (see the head of release.sh)" >&2; exit 2 ;;
  esac
done

command -v dotnet >/dev/null || { echo "The .NET 10 SDK is needed: https://dot.net" >&2; exit 2; }
command -v cc >/dev/null || command -v clang >/dev/null || { echo "A C compiler is needed: the sample that is compiled ahead of time is linked with it (apt-get install gcc libc6-dev)." >&2; exit 2; }
command -v npm >/dev/null || { echo "Node 20.19 or later is needed: it builds the page." >&2; exit 2; }
page=src/MadLab.Workbench/ClientApp

echo "== known vulnerabilities of the page's packages"
if audit=$(cd "$page" && npm audit --omit=dev 2>&1); then
  echo "npm audit: none."
elif [[ $audit == *"audit endpoint returned an error"* ]]; then
  echo "npm audit: the registry has no audit data, so this says nothing."
else
  echo "$audit" >&2
  exit 1
fi

mkdir -p "$output"
output=$(cd "$output" && pwd)
name=madlab-$version-linux-x64
# Of any version: what lies here is one release, and a container is made of the one archive.
rm -rf "${output:?}/packages" "$output/aot" "$output"/madlab-*-linux-x64* "$output/SHA256SUMS"
printf '*\n!madlab-*-linux-x64.tar.gz\n' >"$output/.dockerignore"
quiet=(-c Release -v q -nologo "-p:Version=$version")

echo "== packages"
dotnet pack MadLab.Lib.sln "${quiet[@]}" $build -o "$output/packages"
release_tool="eng/MadLab.Release/bin/Release/net10.0/MadLab.Release.dll"
[ -n "$build" ] || dotnet build eng/MadLab.Release "${quiet[@]}"
dotnet "$release_tool" packages "$output/packages" . "$version" $source_link

echo "== public API"
dotnet "$release_tool" api . "$version"

echo "== ahead of time: any warning of the trimmer or the compiler fails"
dotnet publish samples/AotHost "${quiet[@]}" -r linux-x64 -o "$output/aot"

echo "== archive"
dotnet publish samples/ReferenceHost "${quiet[@]}" -r linux-x64 --self-contained -p:DebugType=none -p:SatelliteResourceLanguages=en -o "$output/$name"
dotnet publish src/MadLab.Tool "${quiet[@]}" -r linux-x64 --self-contained -p:PackAsTool=false -p:DebugType=none -p:SatelliteResourceLanguages=en -o "$output/$name"
rm -f "$output/$name"/*.pdb "$output/$name"/*.xml
mkdir -p "$output/$name/docs"
cp LICENSE CHANGELOG.md Dockerfile "$output/$name/"
cp -r ops "$output/$name/"
cp docs/runbook.md docs/operations.md docs/configuration.md docs/persistence.md "$output/$name/docs/"
ln -s ReferenceHost "$output/$name/madlab-host"
ln -s MadLab.Tool "$output/$name/madlab"

echo "== bills of materials"
lock=$page/package-lock.json
dotnet "$release_tool" sbom "$output/$name/sbom.cdx.json" "$version" madlab samples/ReferenceHost/obj/project.assets.json,src/MadLab.Tool/obj/project.assets.json "$lock"
cp "$output/$name/sbom.cdx.json" "$output/$name.cdx.json"
for project in src/*/obj/project.assets.json; do
  package=$(basename "$(dirname "$(dirname "$project")")")
  locks=; [ "$package" = MadLab.Workbench ] && locks=$lock
  dotnet "$release_tool" sbom "$output/packages/$package.$version.cdx.json" "$version" "$package" "$project" $locks
done

tar --sort=name --owner=0 --group=0 --numeric-owner -C "$output" -czf "$output/$name.tar.gz" "$name"
rm -rf "${output:?}/$name"
(cd "$output" && find . -type f ! -name SHA256SUMS ! -name .dockerignore ! -path './aot/*' -printf '%P\n' | sort | xargs sha256sum >SHA256SUMS)
echo "Made $(ls "$output/packages"/*.nupkg | wc -l) packages and $name.tar.gz in $output. Nothing was published."
