import { failureOf } from "./failure";
import { Downloads, type FetchListener, fetchNetwork, OnnxNetwork, OnnxVoiceNetwork, threadsForSongs } from "./network";
import type { OpenVoice } from "./song-voice";
import type { Order, VoiceModel } from "./work";

/** The networks of a worker: those of the last song stay open. What has to be fetched for a song is told of as one download. */
export class OpenNetworks {
  private separating: { model: string; network: OnnxNetwork } | null = null;
  private listening: { model: string; network: OnnxVoiceNetwork } | null = null;

  constructor(private readonly told: FetchListener) {}

  /** @throws SongFailure if the model that takes the song apart cannot be fetched or opened */
  async forSong({ card, addresses, voice }: Order): Promise<{ network: OnnxNetwork; voice: OpenVoice }> {
    const downloads = new Downloads(this.told);
    const { model } = addresses;
    const [bytes, voiceBytes] = await Promise.all([
      this.separating?.model === model ? null : fetchNetwork(card, addresses, threadsForSongs(), downloads),
      this.fetchVoice(voice, downloads),
    ]);
    if (bytes) {
      await this.separating?.network.close();
      this.separating = null;
      this.separating = { model, network: await OnnxNetwork.of(bytes, card) };
    }
    return { network: this.separating!.network, voice: await this.openVoice(voice, voiceBytes) };
  }

  async forVoice(voice: VoiceModel | null): Promise<OpenVoice> {
    return this.openVoice(voice, await this.fetchVoice(voice, new Downloads(this.told)));
  }

  /** The voice network's bytes; why there are none; null = they are not needed. */
  private async fetchVoice(voice: VoiceModel | null, downloads: Downloads): Promise<Uint8Array | { problem: string } | null> {
    if (!voice || this.listening?.model === voice.addresses.model) {
      return null;
    }
    return fetchNetwork(voice.card, voice.addresses, threadsForSongs(), downloads).catch(problemOf);
  }

  private async openVoice(voice: VoiceModel | null, bytes: Uint8Array | { problem: string } | null): Promise<OpenVoice> {
    if (!voice) {
      return null;
    }
    if (bytes && "problem" in bytes) {
      return bytes;
    }
    const { card, addresses: { model } } = voice;
    try {
      if (bytes) {
        await this.listening?.network.close();
        this.listening = null;
        this.listening = { model, network: await OnnxVoiceNetwork.of(bytes, card) };
      }
      return { card, network: this.listening!.network };
    } catch (e) {
      return problemOf(e);
    }
  }
}

const problemOf = (e: unknown) => ({ problem: failureOf(e).reason });
