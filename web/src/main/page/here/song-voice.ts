import type { Activity } from "../api/client";
import type { VoiceCard } from "./chunks";
import { failureOf } from "./failure";
import { StemEnergy, type Span, VoiceMedian, VoiceTracker, type VoiceListener, type VoiceThresholds } from "./voice";
import { VoiceDetection, type VoiceNetwork } from "./voice-detection";
import { activityOf } from "./work";

/** A voice network that is open; why it could not be opened; null = there is none. */
export type OpenVoice = { card: VoiceCard; network: VoiceNetwork } | { problem: string } | null;

/** The stem that is the voice. */
export const VOCALS = "vocals";

/** The sound that is listened to, and the thresholds of the model that takes it apart. */
export type Listening = { sampleRate: number; channels: number; speakers: number | null; thresholds: VoiceThresholds };

/**
 * Where somebody sings in one song, from the best source that there is: the voice network; without one what the network
 * that separates says of it (`heard`); without that the energy of the vocal stem. No song fails for want of the voice
 * network: if it cannot be used, `notes` says why.
 */
export class SongVoice {
  readonly notes: string[] = [];
  private detection: VoiceDetection | null = null;
  private readonly detected: ThresholdedVoice | null = null;
  private readonly own: ThresholdedVoice;
  private readonly estimated: ThresholdedVoice;
  private readonly energy: StemEnergy;

  constructor({ sampleRate, channels, speakers, thresholds }: Listening, voice: OpenVoice) {
    this.own = new ThresholdedVoice(thresholds);
    this.estimated = new ThresholdedVoice(thresholds);
    this.energy = new StemEnergy(sampleRate, channels, this.estimated.heard);
    if (voice && "problem" in voice) {
      this.notes.push(noteOf(voice.problem));
    } else if (voice) {
      this.detected = new ThresholdedVoice(voice.card.voice);
      this.detection = new VoiceDetection(voice.card, sampleRate, channels, speakers, voice.network, this.detected.heard);
    }
  }

  /** Takes the song's next samples, `[channels][frames]` in ±1.0. */
  async write(block: readonly Float32Array[]): Promise<void> {
    await this.orNot(() => this.detection?.write(block));
  }

  /** Hears what the network that separates says of the voice. */
  get heard(): VoiceListener {
    return this.own.heard;
  }

  /** Takes what is done of the vocal stem and of the song, `[channels][≥ frames]`. */
  addStem(vocals: readonly Float32Array[], mix: readonly Float32Array[], frames: number): void {
    this.energy.add(vocals, mix, frames);
  }

  /** The song is over. */
  async finish(): Promise<void> {
    await this.orNot(() => this.detection?.finish());
    this.energy.finish();
  }

  /** After `finish`, once. */
  activity(seconds: number): Activity {
    const heard = this.detection && this.detected ? this.detected : this.own.said ? this.own : this.estimated;
    return activityOf(VOCALS, heard === this.estimated ? "energy" : "model", heard.spans(seconds), seconds);
  }

  private async orNot(work: () => Promise<void> | undefined): Promise<void> {
    try {
      await work();
    } catch (e) {
      this.detection = null;
      this.notes.push(noteOf(failureOf(e).reason));
    }
  }
}

const noteOf = (reason: string) => `The model that says where somebody sings could not be used (${reason})`;

/** Probabilities → spans, by thresholds: the running median if there is to be one, then hysteresis. */
class ThresholdedVoice {
  said = false;
  private readonly tracker: VoiceTracker;
  private readonly median: VoiceMedian | null;

  constructor(thresholds: VoiceThresholds) {
    this.tracker = new VoiceTracker(thresholds);
    this.median = thresholds.medianSeconds > 0 ? new VoiceMedian(thresholds.medianSeconds, this.tracker.heard) : null;
  }

  readonly heard: VoiceListener = (startSeconds, endSeconds, probability) => {
    this.said = true;
    (this.median ?? this.tracker).heard(startSeconds, endSeconds, probability);
  };

  spans(songSeconds: number): Span[] {
    this.median?.finish();
    return this.tracker.timeline(songSeconds);
  }
}
