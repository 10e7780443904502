@echo off
rem Isolator with all it needs beside it: no Java, no PATH, no other program.
setlocal
set "java=%~dp0runtime\bin\java.exe"
set "app=%~dp0app"
set "plugin="
set "commands="
call "%app%\start.cmd" %*
exit /b %errorlevel%
