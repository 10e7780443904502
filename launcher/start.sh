# Starts the program; sourced by the launcher and by the image's script, which have set
#   java     the java to run
#   app      folder with the jars, their order (classpath), native/, jvm.options and isolator.aot
#   plugin   such a folder with what a plug-in adds, or nothing
#   commands file that lists the commands of modules not yet built, or nothing
#   program  the script that the user started, where it can build and start modules, or nothing
# and left the user's arguments as they are.

# A stream that the caller closed (<&-, >&-) would be the first file that Java opens. In its place stands one
# that can be neither read nor written, and whatever uses it fails with a message.
(exec 9<&0) 2>/dev/null || exec 0>/dev/null
(exec 9>&1) 2>/dev/null || exec 1</dev/null
(exec 9>&2) 2>/dev/null || exec 2</dev/null

# Without a UTF-8 locale the JVM cannot open a file whose name is not ASCII. Where the locale names no
# character set or UTF-8 (it may still not be installed), the one that every system has is used.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
'' | C | POSIX | *[Uu][Tt][Ff]8* | *[Uu][Tt][Ff]-8*) export LC_ALL=C.UTF-8 ;;
esac

# Java cannot tell whether somebody watches standard error: a bar is drawn there, or lines are printed.
terminal=false
columns=
if [ -t 2 ]; then
  terminal=true
  columns=$(stty size <&2 2>/dev/null) || columns=
  columns=${columns#* }
fi

# ONNX Runtime would note its use and report it; the program switches that off, and so does this.
export ORT_DISABLE_TELEMETRY=1

classpath=
natives=$app/native
while IFS= read -r jar; do
  classpath=$classpath${classpath:+:}$app/$jar
done <"$app/classpath"
if [ -n "$plugin" ]; then
  while IFS= read -r jar; do
    classpath=$classpath:$plugin/$jar
  done <"$plugin/classpath"
  natives=$natives:$plugin/native
  while IFS='=' read -r name value; do # NAME=value; what the user has set stays
    case $name in
    '' | '#'*) ;;
    *) eval "[ -n \"\${$name+set}\" ]" || export "$name=$value" ;;
    esac
  done <"$plugin/environment"
fi

# Java looks for TMPDIR on macOS only.
temporary=
if [ -n "${TMPDIR-}" ]; then
  if [ -d "$TMPDIR" ] && [ -w "$TMPDIR" ]; then
    temporary=-Djava.io.tmpdir=$TMPDIR
  else
    echo "isolator: TMPDIR is $TMPDIR, which is no folder that can be written; temporary files go to the system's" >&2
  fi
fi

# A copy of the folder elsewhere goes without: the cache knows the jars by their places.
aot=
[ ! -e "$app/isolator.aot" ] || aot=-XX:AOTCache=$app/isolator.aot

# ISOLATOR_JVM_OPTIONS is split at spaces on purpose: it holds several options.
# shellcheck disable=SC2086
exec "$java" "@$app/jvm.options" ${plugin:+"@$plugin/jvm.options"} ${aot:+"$aot"} \
  "-Donnxruntime.native.path=$app/native" "-Djava.library.path=$natives" -Dorg.bytedeco.javacpp.pathsFirst=true \
  ${temporary:+"$temporary"} \
  "-Disolator.commands=$commands" ${program:+"-Disolator.program=$program"} "-Disolator.terminal=$terminal" "-Disolator.columns=${columns:-80}" \
  ${ISOLATOR_JVM_OPTIONS-} -cp "$classpath" dev.isolator.cli.Isolator "$@"
