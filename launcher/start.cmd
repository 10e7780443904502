@rem Starts the program; called by isolator.cmd of the launcher and of the image, which have set
@rem   java      the java to run
@rem   app       folder with the jars, their order (classpath), native\, jvm.options and isolator.aot
@rem   plugin    such a folder with what a plug-in adds, or nothing
@rem   commands  file that lists the commands of modules not yet built, or nothing
@setlocal enabledelayedexpansion
@set "cp="
@set "natives=%app%\native"
@for /f "usebackq delims=" %%J in ("%app%\classpath") do @set "cp=!cp!%app%\%%J;"
@if not "%plugin%"=="" (
  @for /f "usebackq delims=" %%J in ("%plugin%\classpath") do @set "cp=!cp!%plugin%\%%J;"
  @set "natives=%natives%;%plugin%\native"
)
@endlocal & set "cp=%cp%" & set "natives=%natives%"
@set "options="
@if not "%plugin%"=="" (
  @set "options="@%plugin%\jvm.options""
  @for /f "usebackq eol=# tokens=1* delims==" %%A in ("%plugin%\environment") do @if not defined %%A set "%%A=%%B"
)
@set "ORT_DISABLE_TELEMETRY=1"
@"%java%" "@%app%\jvm.options" %options% "-XX:AOTCache=%app%\isolator.aot" "-Donnxruntime.native.path=%app%\native" "-Djava.library.path=%natives%" -Dorg.bytedeco.javacpp.pathsFirst=true "-Disolator.commands=%commands%" %ISOLATOR_JVM_OPTIONS% -cp "%cp%" dev.isolator.cli.Isolator %*
@exit /b %errorlevel%
