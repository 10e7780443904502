/**
 * The discrete Fourier transform of real samples, of lengths that are products of 2, 3, 5 and 7: the same transform as
 * core's `MixedRadixFft`, in double.
 *
 * The real transform of `n` samples is a complex one of `n / 2`, even samples as real and odd ones as imaginary parts,
 * whose halves are then told apart by their symmetry. The complex transform is Stockham's: each pass takes one factor
 * and writes to the other of two buffers, in an order that leaves the result sorted. Allocates nothing once it is built.
 *
 * Source: Van Loan, Computational Frameworks for the Fast Fourier Transform, SIAM 1992, sections 1.7 (autosort), 2.1
 * (general radix) and 4.3 (real data).
 */
export class RealFft {
  private readonly half: number;
  private readonly factors: number[];
  /** `e^(−2πj k / half)`. */
  private readonly cos: Float64Array;
  private readonly sin: Float64Array;
  /** `e^(−2πj k / length)`, for the real data's last step. */
  private readonly realCos: Float64Array;
  private readonly realSin: Float64Array;
  private readonly work: Float64Array;
  private readonly other: Float64Array;
  /** For an odd factor: sums and differences of the values that meet, re and im in turn. */
  private readonly sums = new Float64Array(6);
  private readonly differences = new Float64Array(6);

  /** @param length samples, even, at least 4, without prime factors above 7 */
  constructor(readonly length: number) {
    this.half = length / 2;
    this.factors = factorsOf(this.half);
    if (!isSmooth(length)) {
      throw new RangeError(`expected an even length of at least 4 without prime factors above 7, found ${length}`);
    }
    this.cos = Float64Array.from({ length: this.half }, (_, k) => Math.cos((2 * Math.PI * k) / this.half));
    this.sin = Float64Array.from({ length: this.half }, (_, k) => -Math.sin((2 * Math.PI * k) / this.half));
    const reals = Math.floor(this.half / 2) + 1;
    this.realCos = Float64Array.from({ length: reals }, (_, k) => Math.cos((2 * Math.PI * k) / length));
    this.realSin = Float64Array.from({ length: reals }, (_, k) => -Math.sin((2 * Math.PI * k) / length));
    this.work = new Float64Array(2 * this.half);
    this.other = new Float64Array(2 * this.half);
  }

  /** Samples to bins in place: `X[b] = Σ x[i] e^(−2πj b i / length)`, re and im in turn. @param data `[≥ length + 2]` */
  forward(data: Float64Array): void {
    const z = this.complexForward(data);
    const { half, length } = this;
    // X[k] = (Z[k] + Z*[h−k]) / 2 + e^(−2πj k / n) (Z[k] − Z*[h−k]) / 2j
    for (let k = 1; 2 * k <= half; k++) {
      const m = half - k;
      const evenRe = 0.5 * (z[2 * k]! + z[2 * m]!);
      const evenIm = 0.5 * (z[2 * k + 1]! - z[2 * m + 1]!);
      const oddRe = 0.5 * (z[2 * k + 1]! + z[2 * m + 1]!);
      const oddIm = -0.5 * (z[2 * k]! - z[2 * m]!);
      const turnedRe = oddRe * this.realCos[k]! - oddIm * this.realSin[k]!;
      const turnedIm = oddRe * this.realSin[k]! + oddIm * this.realCos[k]!;
      data[2 * k] = evenRe + turnedRe;
      data[2 * k + 1] = evenIm + turnedIm;
      data[2 * m] = evenRe - turnedRe;
      data[2 * m + 1] = turnedIm - evenIm;
    }
    data[0] = z[0]! + z[1]!;
    data[1] = 0;
    data[length] = z[0]! - z[1]!;
    data[length + 1] = 0;
  }

  /** Bins to samples in place, with the factor `1 / length`, so that it undoes `forward`. */
  inverse(data: Float64Array): void {
    const { half, length } = this;
    // The steps of forward, undone; conjugate in and out turns the forward passes into inverse ones.
    const first = data[0]!;
    const last = data[length]!;
    for (let k = 1; 2 * k <= half; k++) {
      const m = half - k;
      const evenRe = 0.5 * (data[2 * k]! + data[2 * m]!);
      const evenIm = 0.5 * (data[2 * k + 1]! - data[2 * m + 1]!);
      const turnedRe = 0.5 * (data[2 * k]! - data[2 * m]!);
      const turnedIm = 0.5 * (data[2 * k + 1]! + data[2 * m + 1]!);
      const oddRe = turnedRe * this.realCos[k]! + turnedIm * this.realSin[k]!;
      const oddIm = turnedIm * this.realCos[k]! - turnedRe * this.realSin[k]!;
      data[2 * k] = evenRe - oddIm;
      data[2 * k + 1] = -(evenIm + oddRe);
      data[2 * m] = evenRe + oddIm;
      data[2 * m + 1] = -(oddRe - evenIm);
    }
    data[0] = 0.5 * (first + last);
    data[1] = -0.5 * (first - last);
    const z = this.complexForward(data);
    const scale = 1 / half;
    for (let i = 0; i < half; i++) {
      data[2 * i] = z[2 * i]! * scale;
      data[2 * i + 1] = -z[2 * i + 1]! * scale;
    }
  }

  /** The complex transform of the first `half` values; `data` is only read. Returns the buffer that holds the result. */
  private complexForward(data: Float64Array): Float64Array {
    let from = data;
    let to = this.work;
    let next = this.other;
    let groups = 1; // how many transforms of what is done so far are interleaved
    let rest = this.half;
    for (const radix of this.factors) {
      rest /= radix;
      if (radix === 4) {
        this.pass4(from, to, groups, rest);
      } else if (radix === 2) {
        this.pass2(from, to, groups, rest);
      } else {
        this.passOdd(radix, from, to, groups, rest);
      }
      groups *= radix;
      from = to;
      to = next;
      next = from;
    }
    return from;
  }

  private pass2(from: Float64Array, to: Float64Array, groups: number, rest: number): void {
    const step = 2 * groups * rest;
    const out = 2 * groups;
    for (let j = 0; j < rest; j++) {
      const wr = this.cos[j * groups]!;
      const wi = this.sin[j * groups]!;
      for (let k = 0; k < out; k += 2) {
        const i = out * j + k;
        const o = 2 * out * j + k;
        const r0 = from[i]!, i0 = from[i + 1]!, r1 = from[i + step]!, i1 = from[i + step + 1]!;
        to[o] = r0 + r1;
        to[o + 1] = i0 + i1;
        const dr = r0 - r1, di = i0 - i1;
        to[o + out] = dr * wr - di * wi;
        to[o + out + 1] = dr * wi + di * wr;
      }
    }
  }

  private pass4(from: Float64Array, to: Float64Array, groups: number, rest: number): void {
    const { cos, sin } = this;
    const step = 2 * groups * rest;
    const out = 2 * groups;
    for (let j = 0; j < rest; j++) {
      const t = j * groups;
      const w1r = cos[t]!, w1i = sin[t]!, w2r = cos[2 * t]!, w2i = sin[2 * t]!, w3r = cos[3 * t]!, w3i = sin[3 * t]!;
      for (let k = 0; k < out; k += 2) {
        const i = out * j + k;
        const r0 = from[i]!, i0 = from[i + 1]!;
        const r1 = from[i + step]!, i1 = from[i + step + 1]!;
        const r2 = from[i + 2 * step]!, i2 = from[i + 2 * step + 1]!;
        const r3 = from[i + 3 * step]!, i3 = from[i + 3 * step + 1]!;
        const sr = r0 + r2, si = i0 + i2, dr = r0 - r2, di = i0 - i2;
        const ur = r1 + r3, ui = i1 + i3, vr = i1 - i3, vi = r3 - r1; // v = −j (x1 − x3)
        let o = 4 * out * j + k;
        to[o] = sr + ur;
        to[o + 1] = si + ui;
        o += out;
        to[o] = (dr + vr) * w1r - (di + vi) * w1i;
        to[o + 1] = (dr + vr) * w1i + (di + vi) * w1r;
        o += out;
        to[o] = (sr - ur) * w2r - (si - ui) * w2i;
        to[o + 1] = (sr - ur) * w2i + (si - ui) * w2r;
        o += out;
        to[o] = (dr - vr) * w3r - (di - vi) * w3i;
        to[o + 1] = (dr - vr) * w3i + (di - vi) * w3r;
      }
    }
  }

  /**
   * Values p and r − p meet as sum and difference, so that results q and r − q share their products:
   * `m_q = x_0 + Σ (x_p + x_{r−p}) cos(2π p q / r)` and `n_q = Σ (x_p − x_{r−p}) sin(2π p q / r)` give
   * `y_q = m_q − j n_q` and `y_{r−q} = m_q + j n_q`.
   */
  private passOdd(radix: number, from: Float64Array, to: Float64Array, groups: number, rest: number): void {
    const { cos, sin, sums, differences } = this;
    const step = 2 * groups * rest;
    const out = 2 * groups;
    const pairs = (radix - 1) / 2;
    const unit = groups * rest; // e^(−2πj / radix) lies this far in the table: half / radix
    for (let j = 0; j < rest; j++) {
      const t = j * groups;
      for (let k = 0; k < out; k += 2) {
        const i = out * j + k;
        const o = radix * out * j + k;
        const r0 = from[i]!, i0 = from[i + 1]!;
        let allRe = r0, allIm = i0;
        for (let p = 1; p <= pairs; p++) {
          const a = i + p * step, b = i + (radix - p) * step;
          sums[2 * p - 2] = from[a]! + from[b]!;
          sums[2 * p - 1] = from[a + 1]! + from[b + 1]!;
          differences[2 * p - 2] = from[a]! - from[b]!;
          differences[2 * p - 1] = from[a + 1]! - from[b + 1]!;
          allRe += sums[2 * p - 2]!;
          allIm += sums[2 * p - 1]!;
        }
        to[o] = allRe;
        to[o + 1] = allIm;
        for (let q = 1; q <= pairs; q++) {
          let mr = r0, mi = i0, nr = 0, ni = 0;
          for (let p = 1; p <= pairs; p++) {
            const at = ((p * q) % radix) * unit;
            const c = cos[at]!, s = -sin[at]!;
            mr += c * sums[2 * p - 2]!;
            mi += c * sums[2 * p - 1]!;
            nr += s * differences[2 * p - 2]!;
            ni += s * differences[2 * p - 1]!;
          }
          const w1 = q * t, w2 = (radix - q) * t;
          const o1 = o + q * out, o2 = o + (radix - q) * out;
          to[o1] = (mr + ni) * cos[w1]! - (mi - nr) * sin[w1]!;
          to[o1 + 1] = (mr + ni) * sin[w1]! + (mi - nr) * cos[w1]!;
          to[o2] = (mr - ni) * cos[w2]! - (mi + nr) * sin[w2]!;
          to[o2 + 1] = (mr - ni) * sin[w2]! + (mi + nr) * cos[w2]!;
        }
      }
    }
  }
}

/** Whether there is a transform of that length: even, at least 4, no prime factor above 7. */
export function isSmooth(length: number): boolean {
  return length >= 4 && length % 2 === 0 && factorsOf(length).reduce((a, b) => a * b, 1) === length;
}

function factorsOf(n: number): number[] {
  const found: number[] = [];
  let rest = n;
  for (const radix of [4, 2, 3, 5, 7]) {
    while (rest > 1 && rest % radix === 0) {
      found.push(radix);
      rest /= radix;
    }
  }
  return found;
}
