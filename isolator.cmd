@echo off
rem Isolator from a checkout: builds what is missing or older than the last git pull, then starts it.
rem   isolator separate song.mp3     isolator help     isolator image
rem After editing a source by hand, delete cli\target\app\built.
setlocal
set "root=%~dp0"
set "root=%root:~0,-1%"
set "app=%root%\cli\target\app"

rem The image's own help and its refusal need no build.
set "help="
if "%~1 %~2"=="image -h" set "help=1"
if "%~1 %~2"=="image --help" set "help=1"
if "%~1 %~2"=="help image" set "help=1"
if not "%help%"=="" (
  echo Pack the program, with a Java of its own, as one archive for this system.
  echo Usage: isolator image [-h]
  echo.
  echo Writes launcher\target\isolator-VERSION-SYSTEM.zip and prints its name and
  echo size. Unpacked anywhere, the program in it starts without a Java installed.
  echo.
  echo   -h, --help   Show this help.
  exit /b 0
)
if "%~1"=="image" if not "%~2"=="" (
  echo isolator: image takes no arguments, found '%~2'; isolator image --help shows what it does>&2
  exit /b 2
)

rem Which module brings the command? None for the commands of the program itself.
set "command=%~1"
if "%command%"=="help" set "command=%~2"
set "module="
set "plugin="
for /f "usebackq eol=# tokens=1,2 delims=	" %%A in ("%root%\launcher\commands") do if "%%A"=="%command%" if exist "%root%\%%B\pom.xml" set "module=%%B"
rem Or is a model asked for that comes with a module?
if "%module%"=="" for /f "usebackq tokens=1,2 delims=	" %%A in ("%root%\launcher\models") do echo %* | findstr /c:"%%A" >nul && if exist "%root%\%%B\pom.xml" set "module=%%B"
if not "%module%"=="" set "plugin=%root%\%module%\target\app"

set "stale="
if not exist "%app%\built" set "stale=1"
if not "%plugin%"=="" if not exist "%plugin%\built" set "stale=1"
if exist "%root%\.git\logs\HEAD" fc /b "%root%\.git\logs\HEAD" "%app%\head" >nul 2>&1 || set "stale=1"
if "%stale%"=="" goto run

set "jdk="
for /f "usebackq delims=" %%J in (`powershell -noprofile -executionpolicy bypass -file "%root%\.mvn\find-jdk.ps1"`) do set "jdk=%%J"
if "%jdk%"=="" exit /b 1
"%jdk%\bin\java.exe" "%root%\launcher\src\main\java\dev\isolator\launcher\Build.java" "%root%" %module% 1>&2 <nul || exit /b 1
if exist "%root%\.git\logs\HEAD" copy /y "%root%\.git\logs\HEAD" "%app%\head" >nul

:run
set /p jdk=<"%app%\jdk"
set "java=%jdk%\bin\java.exe"
set "commands=%app%\commands"
if "%~1"=="image" (
  "%java%" "%root%\launcher\src\main\java\dev\isolator\launcher\Image.java" "%root%"
) else (
  call "%app%\start.cmd" %*
)
exit /b %errorlevel%
