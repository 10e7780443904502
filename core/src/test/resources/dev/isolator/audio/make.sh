#!/bin/sh
# Makes the songs of DecoderGoldenTest and its neighbours: half a second of impulses, one each 3001 frames from
# frame 500 on, +0.8 left and -0.8 right, as encoders of the world write it.
# Needs ffmpeg with libmp3lame, libopus and libvorbis (used: Debian's 5.1), and for *-8.* one of
# version 8 (used: 8.0.1): FFMPEG8=/path/to/ffmpeg ./make.sh
set -eu
cd "$(dirname "$0")"
FFMPEG8=${FFMPEG8:-ffmpeg}
train() { echo "aevalsrc='if(eq(mod(n-500,3001),0),0.8,0)|if(eq(mod(n-500,3001),0),-0.8,0)':s=$1:d=4"; }
encode() { # rate frames file options...
  rate=$1; frames=$2; file=$3; shift 3
  "$PROGRAM" -v error -y -f lavfi -i "$(train "$rate"),atrim=end_sample=$frames" -fflags +bitexact -flags:a +bitexact "$@" "$file"
}
PROGRAM=ffmpeg
encode 44100 22067 lame.mp3 -c:a libmp3lame -b:a 160k
encode 22050 11033 lame-22050.mp3 -c:a libmp3lame -b:a 96k
encode 44100 22067 untagged.mp3 -c:a libmp3lame -b:a 128k -write_xing 0
encode 44100 22067 index-last.m4a -c:a aac -b:a 192k
encode 44100 22067 index-first.m4a -c:a aac -b:a 192k -movflags +faststart
encode 44100 22067 alac.m4a -c:a alac
encode 48000 24013 opus.opus -c:a libopus -b:a 160k
encode 48000 24013 opus.webm -c:a libopus -b:a 160k
encode 44100 22067 vorbis.ogg -c:a libvorbis -q 7
encode 44100 22067 vorbis.webm -c:a libvorbis -q 7
encode 44100 22067 flac.flac -c:a flac
encode 44100 22067 flac.mkv -c:a flac -sample_fmt s16
encode 44100 22067 flac.ogg -c:a flac
encode 44100 88267 vorbis-pages.ogg -c:a libvorbis -q 2 -page_duration 100000
encode 44100 88267 flac-pages.ogg -c:a flac -page_duration 100000
encode 48000 96013 opus-pages.opus -c:a libopus -b:a 48k -page_duration 100000
encode 48000 96013 opus-clusters.webm -c:a libopus -b:a 48k -cluster_time_limit 200
encode 44100 22067 sound.caf -c:a pcm_s16be
encode 44100 22067 sound.tta -c:a tta
encode 44100 22067 sound.w64 -c:a pcm_s16le
encode 44100 150067 frames.tta -c:a tta -sample_fmt s16
encode 44100 88267 frames.ac3 -c:a ac3 -b:a 96k
encode 44100 4067 packets.caf -c:a alac -sample_fmt s16p
encode 44100 4067 six.wv -c:a wavpack -sample_fmt s16p -af pan=5.1\|c0=c0\|c1=c1\|c2=c0\|c3=c1\|c4=c0\|c5=c1
encode 44100 22067 aac.aac -c:a aac -b:a 128k
encode 44100 22067 wma.wma -c:a wmav2 -b:a 128k
encode 44100 4067 aiff.aiff -c:a pcm_s16be
encode 44100 4067 aiff24.aiff -c:a pcm_s24be
PROGRAM=$FFMPEG8
encode 44100 22067 aac-8.mkv -c:a aac -b:a 192k
encode 44100 22067 lame-8.mkv -c:a libmp3lame -b:a 160k
encode 48000 24013 opus-8.mp4 -c:a libopus -b:a 160k
PROGRAM=ffmpeg
# videos with and without sound, and covers
ffmpeg -v error -y -f lavfi -i "color=c=navy:s=32x32:r=5:d=0.4" -fflags +bitexact -flags:v +bitexact -c:v mpeg4 silent.mp4
ffmpeg -v error -y -f lavfi -i "color=c=navy:s=32x32:r=5:d=0.5" -f lavfi -i "$(train 44100),atrim=end_sample=22067" \
  -fflags +bitexact -flags +bitexact -c:v mpeg4 -c:a aac -b:a 192k video.mp4
ffmpeg -v error -y -f lavfi -i "color=c=navy:s=32x32:r=5:d=0.5" -f lavfi -i "$(train 48000),atrim=end_sample=24013" \
  -fflags +bitexact -flags +bitexact -c:v mpeg4 -c:a libopus -b:a 160k video.mkv
ffmpeg -v error -y -f lavfi -i "color=c=teal:s=16x16:d=1" -frames:v 1 -c:v png cover.png
tags="-metadata title=Größe -metadata artist=シ -metadata album=A -metadata track=3/9 -metadata date=1999"
for out in tagged.mp3 tagged.flac tagged.m4a; do
  ffmpeg -v error -y -f lavfi -i "$(train 44100),atrim=end_sample=4067" -i cover.png -map 0 -map 1 -c:v copy \
    -disposition:v attached_pic -metadata:s:v comment="Cover (front)" $tags -fflags +bitexact $out
done
ffmpeg -v error -y -f lavfi -i "$(train 48000),atrim=end_sample=4067" -c:a libopus $tags -fflags +bitexact tagged.opus
rm -f cover.png
