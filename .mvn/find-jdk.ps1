# Prints the home of a JDK that builds and runs Isolator: JDK 25 or later, with javac.
# The Windows twin of find-jdk.sh: JAVA_HOME, then the java on the PATH, then the usual folders, where
# the release that Isolator is tested with wins over later ones.
$ErrorActionPreference = 'SilentlyContinue'
$least = 25

function Get-Feature($folder) {
  if (!(Test-Path "$folder\bin\javac.exe") -or !(Test-Path "$folder\release")) { return 0 }
  $line = Select-String -Path "$folder\release" -Pattern '^JAVA_VERSION="(\d+)' | Select-Object -First 1
  if ($line) { return [int]$line.Matches[0].Groups[1].Value }
  return 0
}

$given = @()
if ($env:JAVA_HOME) { $given += $env:JAVA_HOME }
$java = Get-Command java.exe -CommandType Application | Select-Object -First 1
if ($java) { $given += Split-Path (Split-Path $java.Source) }
foreach ($folder in $given) {
  if ((Get-Feature $folder) -ge $least) { Write-Output $folder; exit 0 }
}

$usual = @(
  "$env:ProgramFiles\Eclipse Adoptium\*", "$env:ProgramFiles\Java\*", "$env:ProgramFiles\Microsoft\jdk*",
  "$env:ProgramFiles\Zulu\*", "$env:ProgramFiles\Amazon Corretto\*", "$env:ProgramFiles\BellSoft\*",
  "$env:LOCALAPPDATA\Programs\Eclipse Adoptium\*", "$env:USERPROFILE\.jdks\*",
  "$env:USERPROFILE\scoop\apps\*jdk*\current", "$env:USERPROFILE\.sdkman\candidates\java\*"
)
$best = Get-Item $usual | Where-Object { (Get-Feature $_.FullName) -ge $least } |
  Sort-Object { $f = Get-Feature $_.FullName; if ($f -eq $least) { [int]::MaxValue } else { $f } } |
  Select-Object -Last 1
if ($best) { Write-Output $best.FullName; exit 0 }

[Console]::Error.WriteLine("Isolator needs JDK $least or later; found none in JAVA_HOME, on the PATH or in the usual folders.")
[Console]::Error.WriteLine("Get one from https://adoptium.net and run this again; set JAVA_HOME if it lies elsewhere.")
exit 1
