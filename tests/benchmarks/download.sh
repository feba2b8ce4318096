#!/bin/bash
# How fast a file comes over FTP from a vsftpd on loopback, its digest checked, against curl, which
# checks none: the bytes a second of one connection, in pairs; medians and their ratio. Usage:
#   tests/benchmarks/download.sh [MEBIBYTES] [PAIRS]
# Needs vsftpd (as root), curl, and a packaged program with its tests' class path:
#   mvn -q -DskipTests package dependency:build-classpath -Dmdep.outputFile=target/class-path
set -euo pipefail
mebibytes=${1:-1024}
pairs=${2:-5}
root=$(cd "$(dirname "$0")/../.." && pwd)
jar=${SLUICE_JAR:-$root/pipeline/target/sluice.jar}
port=${PORT:-2187}
work=$(mktemp -d "${TMPDIR:-/tmp}/sluice-benchmark.XXXXXX")
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
chmod 755 "$work"
mkdir "$work/mirror" "$work/empty"
head -c "${mebibytes}M" /dev/urandom > "$work/mirror/file"
cat > "$work/vsftpd.conf" <<END
listen=YES
listen_address=127.0.0.1
listen_port=$port
background=NO
anonymous_enable=YES
no_anon_password=YES
local_enable=NO
write_enable=NO
anon_root=$work/mirror
secure_chroot_dir=$work/empty
pasv_address=127.0.0.1
seccomp_sandbox=NO
END
vsftpd "$work/vsftpd.conf" &
server=$!
for ((i = 0; i < 100; i++)); do
  curl -s -o /dev/null -r 0-0 "ftp://127.0.0.1:$port/file" && break
  sleep 0.1
done

# Both write to a file in the same folder; what is measured is the transfer, not a JVM's start.
java -cp "$root/tests/target/test-classes:$jar:$root/transforms/target/test-classes" \
  dev.sluice.tests.FtpSpeed "ftp://127.0.0.1:$port/" "$work/mirror/file" "$work/out" "$pairs"
