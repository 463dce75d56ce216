#!/bin/sh
# The two-minute tour: adds the sample articles to a corpus of its own and asks them a few questions.
# Usage: demo.sh PATH_OF_BYLINE CORPUS_FOLDER
set -eu
byline=$1
corpus=$2

run() { # shows a command as a person would type it, then runs it
    printf '\n\033[1m$ byline'
    for word in "$@"; do case $word in *[!A-Za-z0-9_./=-]*) printf " '%s'" "$word" ;; *) printf ' %s' "$word" ;; esac; done
    printf '\033[0m\n'
    code=0
    "$byline" "$@" --corpus "$corpus" || code=$?
}

rm -rf "$corpus"
run add corpus/sample
[ "$code" -eq 0 ] || exit "$code"
run ask 'QUESTION ONE'
[ "$code" -eq 0 ] || exit "$code"
