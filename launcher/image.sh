#!/bin/sh
# Isolator with all it needs beside it: no Java, no PATH, no other program.
set -eu

self=$0
while [ -L "$self" ]; do
  link=$(command -p readlink "$self")
  case $link in
  /*) self=$link ;;
  *) self=${self%/*}/$link ;;
  esac
done
case $self in
*/*) home=${self%/*} ;;
*) home=. ;;
esac
home=$(CDPATH='' cd -- "$home" && pwd -P)

java=$home/runtime/bin/java
app=$home/app
plugin=
commands=
. "$app/start.sh"
