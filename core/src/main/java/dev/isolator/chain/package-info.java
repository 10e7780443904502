/// Chains: the steps of a separation as data, each by its name, each with its parameters, each to
/// be switched off.
///
/// ```java
/// var chain = Chain.find("article-a").without(Stage.Kind.PHASE);
/// try (var separator = Separator.open(SeparatorOptions.defaults().withChain(chain))) {
///   separator.separate(Path.of("song.mp3")).writeTo(Path.of("out"));
/// }
/// ```
///
/// A [Chain] is a list of [Stage]s in the order in which a song goes through them. It holds no
/// code: it says which settings the packages that do the work get, [dev.isolator.conditioning]
/// before the network and [dev.isolator.mask] behind it. An empty chain changes nothing, not a bit.
///
/// | stage | what it is | settings |
/// |---|---|---|
/// | `conditioning` | what the network hears is cleaned | [dev.isolator.conditioning.Conditioning] |
/// | `normalisation` | and brought to a level | [dev.isolator.conditioning.Normalisation] |
/// | `framing` | short-time spectra, on the network's own grid | [dev.isolator.conditioning.Framing] |
/// | `cepstra` | which network hears cepstra | its name |
/// | `voice-activity` | the vocals are silent where nobody sings | [dev.isolator.mask.GateSettings] |
/// | `similarity` | masks from the likeness to learnt exemplars | |
/// | `mask-shaping` | masks are shaped | [dev.isolator.mask.MaskShape] |
/// | `subtraction` | the last stem is what the others leave of the mix | |
/// | `restoration` | the multichannel Wiener filter | rounds |
/// | `phase` | phase refinement | rounds |
/// | `clean-up` | islands are taken out of the masks | [dev.isolator.mask.CleanUp] |
/// | `rendering` | inverse transform, overlap-add, files | |
///
/// The chain is that of M. Gazzaruso's article on an “Isolator” tool; `article-a` is built in and
/// names all of it, `article-a-tuned` without what cost more than it gave. `framing`, `subtraction`
/// and `rendering` cannot be switched off: without them there are no masks, no sum, no stems. Of
/// the others the order is fixed as well; the engine cleans masks up before it filters, where the
/// article does so on samples, because what is taken out of a mask goes to another stem, and what
/// is taken out of samples is lost.
@NullMarked
package dev.isolator.chain;

import org.jspecify.annotations.NullMarked;
