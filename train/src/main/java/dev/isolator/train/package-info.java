/// Trains the networks of Isolator and writes them as ONNX. The packages, in the order in which a
/// run uses them:
///
/// | package | what is in it |
/// |---|---|
/// | `command` | the commands `train`, `finetune` and `export` |
/// | `data` | decoded songs and voices in a cache, the mixes that are made of them for each step, and a teacher's part in them |
/// | `band`, `voice` | the features of some networks, and the labels of voice activity |
/// | `family`, `layer` | the structure of each built-in network, as a list of layers |
/// | `torch`, `loss` | libtorch: runs a network forward and backward; losses and their gradients |
/// | `loop` | the training loop: steps, learning rate, checkpoints, validation |
/// | `descriptor` | how a checkpoint names the network that it belongs to |
/// | `report` | the page that shows how a run went |
/// | `onnx` | the trained network as an ONNX file with its card |
///
/// `docs/training.md` describes all settings.
@NullMarked
package dev.isolator.train;

import org.jspecify.annotations.NullMarked;
