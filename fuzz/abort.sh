#!/bin/sh
# Feeds every file of the corpus and of the seeds to the `calculate` example, built so that a panic kills it.
#
# Each file must end well, and have one line of answer for each line that is not blank. Needs no fuzzer.
set -eu
cd "$(dirname "$0")/.."
export LC_ALL=C CARGO_PROFILE_RELEASE_PANIC=abort CARGO_PROFILE_RELEASE_OVERFLOW_CHECKS=true
cargo build --quiet --release --features json --example calculate --target-dir target/abort
calculate=target/abort/release/examples/calculate
answers=target/abort/answers
files=0 lines=0
for file in fuzz/corpus/calculate/* fuzz/seeds/calculate/*; do
    [ -f "$file" ] || continue
    for form in "" --explain; do
        # Read as a stream: a line at a time, whatever is in it.
        "$calculate" $form < "$file" > "$answers$form" || { echo "$file $form: ended with $?" >&2; exit 1; }
    done
    # A mark of UTF-8 at the start of a line does not count, nor do blanks; whatever else is in it does.
    asked=$(tr '\000\013' 'xx' < "$file" | sed 's/^\xef\xbb\xbf//' | grep -ac '[^[:space:]]' || true)
    answered=$(wc -l < "$answers")
    [ "$asked" -eq "$answered" ] || { echo "$file: $asked lines, $answered answers" >&2; exit 1; }
    files=$((files + 1)) lines=$((lines + asked))
done
echo "$files files, $lines lines, an answer to each"
