package dev.isolator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is wrong on a command line is told in one line, before anything is opened or made.
class OptionsTest {

  @ParameterizedTest(name = "separate {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                           | Missing required parameter: 'FILE'
          --foo a                      | Unknown option: '--foo'
          --bits 8 a                   | Invalid value for option '--bits': expected one of 16, 24, 32f, but was '8'
          --format ogg a               | Invalid value for option '--format': expected one of wav, flac, mp3, m4a, opus, stem, stem-alac, but was 'ogg'
          --clip hard a                | Invalid value for option '--clip': expected one of saturate, gain, float, but was 'hard'
          --accelerator tpu a          | Invalid value for option '--accelerator': expected one of auto, cpu, cuda, coreml, directml, but was 'tpu'
          --threads two a              | Invalid value for option '--threads': expected a whole number, but was 'two'
          --threads 257 a              | threads must be from 1 to 256, was 257
          --threads 0 a                | threads must be from 1 to 256, was 0
          --wiener 11 a                | wienerIterations must be from 0 to 10, was 11
          --refine-phase 51 a          | phaseIterations must be from 0 to 50, was 51
          --chain article-a --wiener 1 a | --chain excludes --wiener, --binary, --voice-gate and --refine-phase; name them as steps of the chain
          --chain article-a --model studio-4 a | --chain article-a names the model cepstral-vocals; leave out --model and --quality, or add --without cepstra
          --chain article-a --without framing a | framing cannot be switched off: without it there are no stems; leave it on
          --without phase a            | --without switches off steps of a --chain, found none
          --binary 1.5 a               | binaryThreshold must be between 0 and 1, was 1.5
          --start 1:75 a               | Invalid value for option '--start': expected seconds or minutes:seconds, such as 90.5 or 1:30.5, but was '1:75'
          --duration 0 a               | --duration must be more than 0
          --mix vocals a               | Invalid value for option '--mix' (GAINS): mix must look like vocals=-12dB or vocals=mute,drums=+3dB, was "vocals"
          --mix bass=-3 a              | the model's stems are vocals, music, not bass
          --keep drums a               | the model's stems are vocals, music, not drums
          --stems vocals,bass a        | the model's stems are vocals, music, not bass
          --keep vocals --stems bass a | --keep and --stems exclude each other
          --overwrite --skip-existing a| --overwrite and --skip-existing exclude each other
          --name {song} a              | a name pattern must hold {stem}, or the stems overwrite each other, was "{song}"
          --name {stem} a b            | --name {stem} gives all songs the same files; put {song} in
          --max-channels 17 a          | maxChannels must be from 1 to 16, was 17
          --format flac --bits 32f a   | flac holds 16 or 24 bits, not float; choose wav
          --bits 32 a                  | Invalid value for option '--bits': expected one of 16, 24, 32f, but was '32'; samples of 32 bits are written as float, 32f
          --bits 24 --mp3 a            | --bits is for wav, flac and stem-alac; mp3 has no fixed bits, --bitrate sets its quality
          --bitrate 320k a             | --bitrate is for mp3, m4a, opus and stem; wav keeps all of the sound, --bits sets its depth
          --mp3 --bitrate 9000 a       | Invalid value for option '--bitrate': expected 8 to 512 kbit/s, but was '9000'
          --mp3 --bitrate best a       | Invalid value for option '--bitrate': expected kbit/s, such as 320 or 320k, but was 'best'
          --name htdemucs a            | --name is a pattern for file names, such as {song}/{stem}, was "htdemucs"; --model chooses a model
          -j 4 a                       | Unknown option: '-j'; songs are separated one after the other; --threads sets the threads
          --shifts=2 a                 | Unknown option: '--shifts=2'; --quality best averages shifted answers; leave it out
          -i a                         | Unknown option: '-i'; songs need no option before them: isolator separate song.mp3
          --two-stems drums a          | the model's stems are vocals, music, not drums
          --two-stems vocals --keep vocals a | --two-stems excludes --keep and --stems
          --mix a:vocals=-3 --mix a:vocals=-6 a | two files would be called SONG/a; give the remix another name
          --mix vocals:vocals=-3 a     | two files would be called SONG/vocals; give the remix another name
          --model studio-4 --stems music,drums a | the model's stems are vocals, drums, bass, other; music, the sum of all but vocals, can be written beside vocals only, not drums
          --model studio-4 --keep music --mix drums=-3 a | the stems are then vocals, music, not drums
          --quality best --model studio-4 a | --quality and --model exclude each other
          --quality good a             | Invalid value for option '--quality': expected one of fast, standard, best, but was 'good'
          --format stem --keep vocals a | a stem file holds the mix and all stems; leave out which to keep, or choose another format
          --format stem --mix vocals=-3 a | a stem file holds the mix as it is; players change the balance; leave the remix out, or choose another format
          --format stem --name {song}-{stem} a | a stem file is one file for all stems: its name has no {stem}, was "{song}-{stem}"
          --format stem-alac --bits 32f a | a stem file holds 16 or 24 bits, not float; choose wav
          --json --json a              | option '--json' should be specified only once
          --mp3 --flac a               | option '--format' should be specified only once, found mp3 and flac
          --bits 16 --float32 a        | option '--bits' should be specified only once, found 16 and 32f
          --model live-vocals -n studio-4 a | option '--model' should be specified only once, found live-vocals and studio-4
          --max-seconds 5 --max-seconds 6 a | option '--max-seconds' should be specified only once, found 5 and 6
          --allow-truncated --allow-truncated a | option '--allow-truncated' should be specified only once
          """)
  void wrongOptionIsAUsageError(String options, String message) {
    var words = ("separate " + options).strip().split(" ");

    var run = Run.isolator((Object[]) words);

    assertEquals(
        "isolator: " + message + "; isolator separate --help shows what it takes\n", run.err());
    assertEquals("", run.out());
    assertEquals(ExitCode.USAGE.number(), run.code());
  }

  @Test
  void chainThatIsNoneIsToldWithThoseThatAre() {
    assertEquals(
        new Run(
            ExitCode.MODEL.number(),
            "",
            "isolator: article-b: expected a chain's name (article-a, article-a-tuned) or a .yaml file, found neither; see docs/chain.md\n"),
        Run.isolator("separate", "--chain", "article-b", "a"));
  }

  @Test
  void misspeltOptionIsToldWhatWasMeant() {
    assertEquals(
        new Run(
            ExitCode.USAGE.number(),
            "",
            "isolator: Unknown option: '--overwirte'; did you mean --overwrite? isolator separate --help shows what it takes\n"),
        Run.isolator("separate", "--overwirte", "a"));
  }
}
