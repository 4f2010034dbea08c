#!/usr/bin/env bash
# Fuzzes the readers of files and messages, guided by the branches they take: tests/RobotVision.Fuzzing/fuzz.sh SECONDS-A-TARGET [TARGET ...]
# Builds beside the product (runs/fuzzing), instruments the copy there, keeps the corpus in runs/fuzzing/corpus and findings in runs/fuzzing/corpus/found.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
place=$PWD/runs/fuzzing
# Instrumentation needs the intermediate code alone.
dotnet build tests/RobotVision.Fuzzing -c Release -p:CompileAhead=false --artifacts-path "$place/artifacts" --nologo -v quiet
bin=$place/artifacts/bin/RobotVision.Fuzzing/release
# -L: the build links to packages, which other projects use.
rm -rf "$place/instrumented" && cp -rL "$bin" "$place/instrumented"
for assembly in RobotVision RobotVision.Data RobotVision.Training YamlDotNet; do
  dotnet "$bin/RobotVision.Fuzzing.dll" instrument "$place/instrumented/$assembly.dll"
done
dotnet "$place/instrumented/RobotVision.Fuzzing.dll" run "$place/corpus" "$@"
