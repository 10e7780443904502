#!/usr/bin/env python3
"""Multichannel Wiener filter by expectation-maximisation, in double precision, for WienerFilterTest.

Written from the formulas of

  Nugraha, Liutkus and Vincent, "Multichannel audio source separation with deep neural networks",
  IEEE/ACM TASLP 24(9), 2016;
  Duong, Vincent and Gribonval, "Under-determined reverberant audio source separation using a
  full-rank spatial covariance model", IEEE TASLP 18(7), 2010,

with the matrices as matrices; the library spells out two channels by hand. README.md has the
formulas, and in what they differ from the papers'.

Usage: python3 reference.py [folder]     (default: the folder of this file)
"""

import sys
from pathlib import Path

import numpy as np

FRAMES, BINS, CHANNELS, STEMS = 290, 3, 2, 4
WINDOW, STEP = 256, 128  # frames
NOISE = 1e-8  # share of a bin's mean power
SILENCE = 1e-30  # power


def expectation_maximisation(x, y, iterations):
    """One bin of one window.

    x: complex [frames, channels], the mix
    y: complex [stems, frames, channels], first estimates that sum to x
    """
    frames, channels = x.shape
    noise_power = NOISE * np.mean(np.abs(x) ** 2)
    if noise_power <= NOISE * SILENCE:
        return y
    for _ in range(iterations):
        # maximisation: power of each stem in each frame, one spatial covariance for all frames
        v = np.mean(np.abs(y) ** 2, axis=2)  # [stems, frames]
        outer = np.einsum("jtc,jtd->jcd", y, y.conj())
        total = v.sum(axis=1)
        r = np.zeros_like(outer)
        heard = total > SILENCE
        r[heard] = outer[heard] / total[heard, None, None]
        # expectation: y_j = v_j R_j (sum of all v R + noise)^-1 x
        image = v[:, :, None, None] * r[:, None]  # [stems, frames, channels, channels]
        mix_covariance = image.sum(axis=0) + noise_power * np.eye(channels)
        whitened = np.linalg.solve(mix_covariance, x[:, :, None])
        y = (image @ whitened)[..., 0]
    return y


def wiener(mix, masked, iterations):
    """All windows of a song, cross-faded.

    mix: complex [frames, channels, bins]
    masked: complex [stems without the last, frames, channels, bins]
    returns the shape of masked
    """
    stems, frames, channels, bins = masked.shape
    fade_in = np.sin(np.pi / 2 * (np.arange(STEP) + 0.5) / STEP) ** 2
    fade = np.concatenate([fade_in, 1 - fade_in])
    windows = -(-frames // STEP) + 1  # from half a window before the song to past its end
    padded = np.zeros((frames + 3 * WINDOW, channels, bins), complex)
    padded[STEP : STEP + frames] = mix
    padded_masked = np.zeros((stems,) + padded.shape, complex)
    padded_masked[:, STEP : STEP + frames] = masked
    result = np.zeros_like(padded_masked)
    for w in range(windows):
        at = slice(w * STEP, w * STEP + WINDOW)
        for b in range(bins):
            x = padded[at, :, b]
            first = padded_masked[:, at, :, b]
            y = np.concatenate([first, (x - first.sum(axis=0))[None]])
            y = expectation_maximisation(x, y, iterations)
            result[:, at, :, b] += fade[None, :, None] * y[:-1]
    return result[:, STEP : STEP + frames]


def song():
    """A mix and first estimates that leak, as float32 holds them.

    bin 0: four stems, each with a place of its own (level and phase differ between channels)
    bin 1: one stem in one place, which fades by 120 dB, over a little of the others: there the
           noise in the inverse decides; the second stem is silent
    bin 2: quiet, and silent but for frames 140 to 219
    """
    random = np.random.default_rng(16)

    def noise(*shape):
        return random.standard_normal(shape) + 1j * random.standard_normal(shape)

    levels = np.exp(random.standard_normal((STEMS, FRAMES, BINS)))
    levels[1:, :, 1] *= 1e-7
    levels[1, :, 1] = 0
    levels[0, :, 1] *= 10 ** (-6 * np.arange(FRAMES) / FRAMES)
    levels[:, :, 2] *= 1e-5
    levels[:, :140, 2] = 0
    levels[:, 220:, 2] = 0
    places = noise(STEMS, 1, CHANNELS, BINS)
    stems = (levels * noise(STEMS, FRAMES, BINS))[:, :, None] * places
    stems += 0.1 * levels[:, :, None] * noise(STEMS, FRAMES, CHANNELS, BINS)
    stems[0, :, :, 1] = (levels[0, :, 1] * noise(FRAMES))[:, None] * places[0, :, :, 1]
    mix = stems.sum(axis=0)
    masks = random.uniform(0.1, 1, (STEMS, FRAMES, 1, BINS)) * np.abs(stems).sum(axis=2, keepdims=True)
    masks /= np.maximum(masks.sum(axis=0), 1e-30)
    return single(mix), single(masks[:-1] * mix)


def single(values):
    return values.astype(np.complex64).astype(complex)


def write(path, values):
    """Values as float32, little-endian; interleaved (re, im) in the last axis."""
    np.ascontiguousarray(values).astype("<c8").tofile(path)


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    mix, masked = song()
    write(folder / "mix.f32", mix)
    write(folder / "masked.f32", masked)
    for channels in (1, 2):
        for stems in (2, 4):
            for iterations in (1, 2):
                result = wiener(mix[:, :channels], masked[: stems - 1, :, :channels], iterations)
                name = f"{channels}-channels-{stems}-stems-{iterations}-iterations.f32"
                write(folder / name, result)


if __name__ == "__main__":
    main()
