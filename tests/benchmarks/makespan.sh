#!/bin/bash
# How long a dump's files of unequal size take from three mirrors of 1, 2 and 4 MB/s a connection,
# with three connections each: sluice, and rclone, lftp and aria2 on the same servers and caps, next
# to the best schedule of whole files. The servers limit the rates. Sluice's time is from the first
# connection to the last file's end, by the servers' logs; the others' is their process's. Usage:
#   tests/benchmarks/makespan.sh [MEGABYTES] [FILES]
# Needs vsftpd (as root), python3 and a packaged program; a tool that is missing is left out.
set -euo pipefail
megabytes=${1:-1000}
files=${2:-27}
root=$(cd "$(dirname "$0")/../.." && pwd)
jar=${SLUICE_JAR:-$root/pipeline/target/sluice.jar}
port=${PORT:-2191}
work=$(mktemp -d "${TMPDIR:-/tmp}/sluice-benchmark.XXXXXX")
servers=()
trap '[ ${#servers[@]} = 0 ] || kill "${servers[@]}"; rm -rf "$work"' EXIT
chmod 755 "$work"
folder=xwiki/20260101
mkdir -p "$work/mirror/$folder" "$work/empty"
python3 "$root/tests/benchmarks/makespan.py" make "$megabytes" "$files" "$work/mirror/$folder"

urls=()
for speed in 1 2 4; do
  at=$((port + speed))
  cat > "$work/vsftpd$speed.conf" <<END
listen=YES
listen_address=127.0.0.1
listen_port=$at
background=NO
anonymous_enable=YES
no_anon_password=YES
local_enable=NO
write_enable=NO
anon_root=$work/mirror
anon_max_rate=$((speed * 1000000))
max_per_ip=3
secure_chroot_dir=$work/empty
pasv_address=127.0.0.1
seccomp_sandbox=NO
xferlog_enable=YES
log_ftp_protocol=YES
vsftpd_log_file=$work/vsftpd$speed.log
END
  vsftpd "$work/vsftpd$speed.conf" &
  servers+=($!)
  urls+=("ftp://127.0.0.1:$at")
done
for url in "${urls[@]}"; do
  for ((i = 0; i < 100; i++)); do
    curl -s -o /dev/null "$url/" && break
    sleep 0.1
  done
done

best=$(python3 "$root/tests/benchmarks/makespan.py" best "$work/mirror/$folder")
printf '%-34s %8s %8s\n' '' seconds 'of best'
line() { printf '%-34s %8.1f %8.2f\n' "$1" "$2" "$(python3 -c "print($2 / $best)")"; }
line 'best schedule of whole files' "$best"

# Each server's refusals since the last time, so that a tool's fast time is not one of a broken cap.
refused() {
  local count
  count=$(cat "$work"/vsftpd*.log | grep -c '"421 \|"530 ' || true)
  [ "$count" = 0 ] || echo "  and was refused $count times"
  for log in "$work"/vsftpd*.log; do : > "$log"; done
}
# Runs a tool and says how long it took; each has to bring all files whole.
timed() {
  local name=$1 begun ended
  shift
  mkdir "$work/out"
  begun=$(date +%s.%N)
  "$@" > "$work/said" 2>&1 || { echo "$name failed:"; tail -5 "$work/said"; }
  ended=$(date +%s.%N)
  diff -rq "$work/mirror/$folder" "$work/out" > "$work/differences" \
    || echo "$name did not bring all: $(wc -l < "$work/differences") differences"
  line "$name" "$(python3 -c "print($ended - $begun)")"
  refused
  rm -r "$work/out"
}
missing() { echo "$1 left out: it is not installed"; }

refused
mirrors=$(IFS=,; echo "${urls[*]/%//?connections=3}")
# The bytes are random: sluice cannot convert them, and is timed by the servers' logs, from the first
# connection, of its listing, until the last file was sent to its end.
sent() { cat "$work"/vsftpd*.log | grep 'OK DOWNLOAD' | grep -o '[^/"]*\.xml\.gz' | sort -u | wc -l; }
java -jar "$jar" run --dump=xwiki/20260101/stub-meta-history --mirrors="$mirrors" \
  --output="$work/sluice" > "$work/said" 2>&1 &
sluice=$!
until grep -q CONNECT "$work"/vsftpd*.log; do sleep 0.05; done
begun=$(date +%s.%N)
first=
until [ "$(sent)" = "$files" ]; do
  [ -n "$first" ] || ! grep -q 'RETR .*xml\.gz' "$work"/vsftpd*.log || first=$(date +%s.%N)
  kill -0 $sluice || { cat "$work/said"; exit 1; }
  sleep 0.1
done
ended=$(date +%s.%N)
line 'sluice, with start and listing' "$(python3 -c "print($ended - $begun)")"
line 'sluice, from its first file on' "$(python3 -c "print($ended - $first)")"
wait $sluice || true
! grep 'Cannot download' "$work/said"
refused
rm -rf "$work/sluice"

# rclone needs a connection more than it transfers over, or stops for ever: so two of the three.
# rclone and lftp take one server each: all files from the fastest, or each server's share of the
# bytes by its rate, which is the best that they can be told to do.
shares() { python3 "$root/tests/benchmarks/makespan.py" shares "$work/mirror/$folder" "$work"; }
if command -v rclone > /dev/null; then
  one_rclone() {
    timeout 600 rclone copy --config /dev/null --transfers=2 --checkers=1 --check-first \
      --multi-thread-streams=0 --ftp-concurrency=3 --ignore-times --files-from "$2" \
      ":ftp,host=127.0.0.1,port=${1##*:},user=anonymous,pass=$(rclone obscure x):$folder" "$work/out"
  }
  all_rclone() { one_rclone "${urls[2]}" "$work/all"; }
  split_rclone() {
    one_rclone "${urls[0]}" "$work/share1" & local a=$!
    one_rclone "${urls[1]}" "$work/share2" & local b=$!
    one_rclone "${urls[2]}" "$work/share4" && wait $a && wait $b
  }
  shares
  timed 'rclone, from the fastest' all_rclone
  timed 'rclone, files shared out before' split_rclone
else
  missing rclone
fi
if command -v lftp > /dev/null; then
  one_lftp() {
    timeout 600 lftp -c "set net:max-retries 5; set net:reconnect-interval-base 1; 
      set net:connection-limit 3; open $1/$folder; lcd $work/out; mget -P 3 $(tr '\n' ' ' < "$2")"
  }
  all_lftp() { one_lftp "${urls[2]}" "$work/all"; }
  split_lftp() {
    one_lftp "${urls[0]}" "$work/share1" & local a=$!
    one_lftp "${urls[1]}" "$work/share2" & local b=$!
    one_lftp "${urls[2]}" "$work/share4" && wait $a && wait $b
  }
  shares
  timed 'lftp, from the fastest' all_lftp
  timed 'lftp, files shared out before' split_lftp
else
  missing lftp
fi
if command -v aria2c > /dev/null; then
  # It knows mirrors, and splits files: three connections to each server in all cannot be said, so
  # as many files at a time as there are connections to one, each with one to each.
  all_aria2() {
    while read -r file; do
      printf '%s\t' "${urls[@]/%//$folder/$file}"
      printf '\n'
    done < "$work/all" > "$work/aria2"
    timeout 600 aria2c -q -i "$work/aria2" -d "$work/out" --max-concurrent-downloads=3 --split=3 \
      --max-connection-per-server=1 --min-split-size=1M --file-allocation=none \
      --uri-selector=feedback
  }
  shares
  timed 'aria2, each file from all three' all_aria2
else
  missing aria2
fi
