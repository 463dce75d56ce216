#!/bin/sh
# The two-minute tour: adds the sample articles to a corpus of its own and asks them a few questions.
# Usage: demo.sh PATH_OF_BYLINE CORPUS_FOLDER
set -eu
byline=$1
corpus=$2
# Invented stories are for that folder alone, whatever .env says of a database or an index for real ones.
export CORPUS_LIBRARY_URL= CORPUS_CHROMA_URL=

run() { # shows a command as a person would type it, then runs it
    printf '\n\033[1m$ byline'
    for word in "$@"; do case $word in *[!A-Za-z0-9_./=-]*) printf " '%s'" "$word" ;; *) printf ' %s' "$word" ;; esac; done
    printf '\033[0m\n'
    code=0
    "$byline" "$@" --corpus "$corpus" || code=$?
}

ask() { # a question; the exit code that the tour expects of it
    expected=$1
    shift
    run ask "$@"
    [ "$code" -eq "$expected" ] || { echo "byline ask ended with $code instead of $expected" >&2; exit 1; }
}

rm -rf "$corpus"
run add corpus/sample
[ "$code" -eq 0 ] || exit "$code"
ask 0 'What caused the Port Hallow ferry disaster?'
ask 0 'Which British prime minister will Biden meet at the White House?'
ask 3 'Who is the president of Velmark?'
ask 3 'What is the capital of Australia?'
printf '\nThat was the tour. The corpus stays in %s; ask it more with:\n  %s --corpus %s ask "…"\n' "$corpus" "$byline" "$corpus"
