package dev.isolator.dataset.soundfont;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The preset data of a bank: the tables of the `pdta` list, section 7. A preset has zones, a zone
/// has generators, and one of them names an instrument, whose zones name samples in the same way.
final class PresetData {
  private static final int PHDR = 38;
  private static final int INST = 22;
  private static final int BAG = 4;
  private static final int GEN = 4;
  private static final int SHDR = 46;

  private final Map<Integer, ByteBuffer> chunks;

  PresetData(Map<Integer, ByteBuffer> chunks) {
    this.chunks = chunks;
  }

  ByteBuffer chunk(String name) {
    ByteBuffer chunk = chunks.get(SoundFont.tag(name));
    if (chunk == null) {
      throw new IllegalArgumentException("chunk " + name + " is missing");
    }
    return chunk;
  }

  private static int u16(ByteBuffer b, int at) {
    return b.getShort(at) & 0xFFFF;
  }

  /// `bank << 8 | program` to regions.
  Map<Integer, List<Region>> presets(int samplePoints) {
    ByteBuffer phdr = chunk("phdr");
    int count = phdr.capacity() / PHDR - 1; // the last is a terminator
    var instruments = new HashMap<Integer, List<int[]>>();
    var presets = new HashMap<Integer, List<Region>>();
    for (int p = 0; p < count; p++) {
      int at = p * PHDR;
      int key = (u16(phdr, at + 22) << 8) | (u16(phdr, at + 20) & 0x7F);
      var regions = new ArrayList<Region>();
      for (int[] zone :
          zones(
              "pbag",
              "pgen",
              u16(phdr, at + 24),
              u16(phdr, at + PHDR + 24),
              Generator.INSTRUMENT)) {
        int instrument = zone[Generator.INSTRUMENT];
        var inner = instruments.computeIfAbsent(instrument, this::instrument);
        for (int[] sample : inner) {
          Region region = region(zone, sample, samplePoints);
          if (region != null) {
            regions.add(region);
          }
        }
      }
      presets.putIfAbsent(key, regions);
    }
    return presets;
  }

  private List<int[]> instrument(int number) {
    ByteBuffer inst = chunk("inst");
    int at = number * INST;
    return zones("ibag", "igen", u16(inst, at + 20), u16(inst, at + INST + 20), Generator.SAMPLE);
  }

  /// The value of a generator that a zone does not set. Values of the global zone are filled in.
  private static final int ABSENT = Integer.MIN_VALUE;

  private List<int[]> zones(String bagName, String genName, int from, int to, int target) {
    ByteBuffer bags = chunk(bagName);
    ByteBuffer gens = chunk(genName);
    var zones = new ArrayList<int[]>();
    int[] global = empty();
    for (int z = from; z < to; z++) {
      int first = u16(bags, z * BAG);
      int last = u16(bags, (z + 1) * BAG);
      int[] values = global.clone();
      boolean targeted = false;
      for (int g = first; g < last; g++) {
        int gen = u16(gens, g * GEN);
        boolean range = gen == Generator.KEY_RANGE || gen == Generator.VELOCITY_RANGE;
        int value = range || gen == target ? u16(gens, g * GEN + 2) : gens.getShort(g * GEN + 2);
        if (gen < Generator.COUNT) {
          values[gen] = value;
        }
        targeted |= gen == target;
      }
      if (targeted) {
        zones.add(values);
      } else if (z == from) {
        global = values;
      }
    }
    return zones;
  }

  private static int[] empty() {
    var values = new int[Generator.COUNT];
    java.util.Arrays.fill(values, ABSENT);
    return values;
  }

  private @Nullable Region region(int[] preset, int[] instrument, int samplePoints) {
    int[] gens = Generator.defaults();
    for (int g = 0; g < Generator.COUNT; g++) {
      if (instrument[g] != ABSENT) {
        gens[g] = instrument[g];
      }
      if (preset[g] != ABSENT && Generator.adds(g)) {
        gens[g] += preset[g];
      }
    }
    for (int range : new int[] {Generator.KEY_RANGE, Generator.VELOCITY_RANGE}) {
      if (preset[range] != ABSENT) {
        int low = Math.max(gens[range] & 0xFF, preset[range] & 0xFF);
        int high = Math.min((gens[range] >> 8) & 0xFF, (preset[range] >> 8) & 0xFF);
        if (low > high) {
          return null;
        }
        gens[range] = (high << 8) | low;
      }
    }
    ByteBuffer shdr = chunk("shdr");
    int at = instrument[Generator.SAMPLE] * SHDR;
    int start =
        shdr.getInt(at + 20) + gens[Generator.START_OFFSET] + 32768 * gens[Generator.START_COARSE];
    int end =
        shdr.getInt(at + 24) + gens[Generator.END_OFFSET] + 32768 * gens[Generator.END_COARSE];
    int loopStart =
        shdr.getInt(at + 28)
            + gens[Generator.LOOP_START_OFFSET]
            + 32768 * gens[Generator.LOOP_START_COARSE];
    int loopEnd =
        shdr.getInt(at + 32)
            + gens[Generator.LOOP_END_OFFSET]
            + 32768 * gens[Generator.LOOP_END_COARSE];
    int rate = shdr.getInt(at + 36);
    int type = u16(shdr, at + 44);
    boolean rom = (type & 0x8000) != 0;
    if (rom || start < 0 || end > samplePoints || end - start < 8 || rate < 400 || rate > 200_000) {
      return null;
    }
    loopStart = Math.clamp(loopStart, start, end);
    loopEnd = Math.clamp(loopEnd, loopStart, end);
    int root = gens[Generator.ROOT_KEY] >= 0 ? gens[Generator.ROOT_KEY] : shdr.get(at + 40) & 0xFF;
    return new Region(
        gens, start, end, loopStart, loopEnd, rate, root > 127 ? 60 : root, shdr.get(at + 41));
  }
}
