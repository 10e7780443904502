#!/bin/sh
# Prints the home of a JDK that builds and runs Isolator: JDK 25 or later, with javac.
# mvnw and the launcher ask here, so that both take the same one:
# JAVA_HOME first, then the java on the PATH, then the usual folders. Among those the release that
# Isolator is tested with wins over later ones, and a later one over none.
set -u
least=25

# Prints the feature release (25, 26, ...) of the JDK in folder $1; nothing if there is no JDK.
feature() {
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] || return 0
  if [ -r "$1/release" ]; then
    while IFS='="' read -r key _ value _; do
      if [ "$key" = JAVA_VERSION ]; then
        echo "${value%%[!0-9]*}"
        return 0
      fi
    done <"$1/release"
  fi
  value=$("$1/bin/javac" -version 2>/dev/null) || return 0 # "javac 25.0.3"
  value=${value#javac }
  echo "${value%%[!0-9]*}"
}

# Prints folder $1 and leaves, if the JDK in it is recent enough; else remembers what it was.
found=
take() {
  release=$(feature "$1")
  [ -n "$release" ] || return 0
  if [ "$release" -ge "$least" ]; then
    printf '%s\n' "$1"
    exit 0
  fi
  found="${found:+$found, }JDK $release in $1"
}

[ -z "${JAVA_HOME-}" ] || take "$JAVA_HOME"

java=$(command -v java 2>/dev/null) || java=
while [ -L "$java" ]; do
  link=$(readlink "$java")
  case $link in
  /*) java=$link ;;
  *) java=${java%/*}/$link ;;
  esac
done
case $java in
/*/bin/java) take "${java%/bin/java}" ;;
esac

best=
best_release=
for home in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/*jdk* /opt/* /opt/*/jdk* /opt/java/* \
  "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.jabba/jdk/* "${HOME-}"/.gradle/jdks/* \
  "${HOME-}"/.asdf/installs/java/* "${HOME-}"/.local/share/mise/installs/java/* "${HOME-}"/jdk* \
  /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
  /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
  release=$(feature "$home")
  if [ -n "$release" ] && [ "$release" -ge "$least" ]; then
    if [ -z "$best" ] || [ "$release" -eq "$least" ] ||
      { [ "$best_release" -ne "$least" ] && [ "$release" -gt "$best_release" ]; }; then
      best=$home best_release=$release
    fi
  fi
done
if [ -n "$best" ]; then
  printf '%s\n' "$best"
  exit 0
fi

echo "Isolator needs JDK $least or later; found ${found:-none in JAVA_HOME, on the PATH or in the usual folders}." >&2
echo "Get one from https://adoptium.net (or: sdk install java 25-tem) and run this again; set JAVA_HOME if it lies elsewhere." >&2
exit 1
