/// Audio in and out: files and streams to blocks of samples and back. All of FFmpeg is in here, and
/// all hostile input stops here.
@NullMarked
package dev.isolator.audio;

import org.jspecify.annotations.NullMarked;
