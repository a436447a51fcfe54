#!/usr/bin/env bash
# Fuzzes the codecs. See README.md.
#   Fuzzing/run.sh [target|all|smoke|canary] [seconds for each target] [seed]
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
build=$here/.build
what=${1:-all}
seconds=${2:-60}
seed=${3:-0} # 0: libFuzzer picks one and prints it

flags=(-swift-version 6 -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault
    -O -g -parse-as-library -sanitize=fuzzer,address -I "$build")
for wall in "$root"/Sources/C*/module.modulemap; do flags+=(-I "$(dirname "$wall")"); done

# A module is compiled once a run, when the first target asks for it.
built=" "
compile_module() {
    local name=$1
    [[ $built == *" $name "* ]] && return
    swiftc "${flags[@]}" -wmo -module-name "$name" -emit-module -emit-module-path "$build/$name.swiftmodule" \
        -c $(find "$root/Sources/$name" -name '*.swift' | sort) -o "$build/$name.o"
    built+="$name "
}

compile_target() {
    local name=$1 objects=() module
    for module in $(sed -n 's|^// modules:||p' "$here/Targets/$name.swift"); do
        compile_module "$module"
        objects+=("$build/$module.o")
    done
    cat >"$build/$name-entry.swift" <<SWIFT
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    if let fault = ${name}Target.check(Array(UnsafeBufferPointer(start: start, count: count))) { fatalError(fault) }
    return 0
}
SWIFT
    swiftc "${flags[@]}" -module-name "Fuzz$name" "$here/Targets/$name.swift" "$build/$name-entry.swift" \
        ${objects[@]+"${objects[@]}"} -o "$build/fuzz-$name" 2> >(grep -v 'Cannot export local symbol' >&2)
}

# Runs one target. New inputs stay in .build; a crash is written to the directory given.
run_target() {
    local name=$1 time=$2 crashes=$3 options=()
    mkdir -p "$build/corpus/$name" "$crashes"
    [[ -f $here/Dictionaries/$name.dict ]] && options+=("-dict=$here/Dictionaries/$name.dict")
    SWIFT_BACKTRACE=enable=no "$build/fuzz-$name" -max_total_time="$time" -seed="$seed" -max_len=2048 -timeout=10 \
        -rss_limit_mb=1024 -use_value_profile=1 -print_final_stats=1 -artifact_prefix="$crashes/" \
        ${options[@]+"${options[@]}"} "$build/corpus/$name" \
        $(find "$here/Corpus/$name" "$here/Regressions/$name" -maxdepth 0 -type d 2>/dev/null)
}

fuzz() {
    local name=$1 log=$build/$1.log
    compile_target "$name"
    if ! run_target "$name" "$seconds" "$here/Regressions/$name" >"$log" 2>&1; then
        grep -E 'Fatal error|ERROR|SUMMARY|Test unit written|-seed=|Seed:' "$log" || tail -n 20 "$log"
        echo "$name: FAILED, see $log"
        return 1
    fi
    echo "$name: $(awk '/number_of_executed_units/ { print $2 }' "$log") inputs in ${seconds}s," \
        "coverage $(grep -o 'cov: [0-9]*' "$log" | tail -n 1 | cut -d' ' -f2), no fault"
    rmdir "$here/Regressions/$name" 2>/dev/null || true
}

# The planted fault must be found.
canary() {
    compile_target Canary
    rm -rf "$build/canary" "$build/corpus/Canary"
    if run_target Canary 60 "$build/canary" >"$build/Canary.log" 2>&1 ||
        ! grep -q 'the planted fault' "$build/Canary.log"; then
        echo "Canary: FAILED, the planted fault was not found, see $build/Canary.log"
        return 1
    fi
    echo "Canary: the planted fault was found"
}

mkdir -p "$build"
failed=0
case $what in
all | smoke)
    [[ $what == smoke ]] && seconds=${2:-3}
    canary || failed=1
    for file in "$here"/Targets/*.swift; do
        name=$(basename "$file" .swift)
        [[ $name == Canary ]] || fuzz "$name" || failed=1
    done
    ;;
canary) canary || failed=1 ;;
*) fuzz "$what" || failed=1 ;;
esac
exit $failed
