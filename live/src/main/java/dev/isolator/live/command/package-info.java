/// The command `isolator live`: what is played is taken apart while it is played.
///
/// | class | does |
/// |---|---|
/// | `LiveCommand` | turns options into settings, opens the model and the devices, and says how late the sound is |
/// | `StreamModels` | chooses the model, by its name or by how far it looks ahead |
/// | `LiveSession` | the audio thread's way: separator → mixer → output, and a copy to the recorder |
/// | `StemRecorder` | writes the stems on a thread of its own, by the ordinary writers |
/// | `LiveKeys` | turns keys into what the mixer does |
/// | `LiveDisplay` | levels, latency, load and late hops in a line of the terminal |
@NullMarked
package dev.isolator.live.command;

import org.jspecify.annotations.NullMarked;
