"""Parts of makespan.sh that are no shell's work. Beyond the standard library nothing is needed."""
import hashlib
import os
import sys

SPEEDS = [1, 1, 1, 2, 2, 2, 4, 4, 4]  # MB/s of each connection


def dump_files(folder):
    names = sorted(name for name in os.listdir(folder) if name.endswith(".xml.gz"))
    return [(name, os.path.getsize(os.path.join(folder, name))) for name in names]


def make(megabytes, count, folder):
    """Files whose sizes go from 1 to 10, as those of big wikis do, with random bytes; their sums."""
    weights = [10 ** (((i * 7) % count) / (count - 1)) for i in range(count)]
    sums = []
    for i, weight in enumerate(weights):
        size = int(megabytes * 1e6 * weight / sum(weights))
        name = "xwiki-20260101-stub-meta-history%d.xml.gz" % (i + 1)
        data = os.urandom(size)
        with open(os.path.join(folder, name), "wb") as out:
            out.write(data)
        sums.append("%s  %s\n" % (hashlib.sha1(data).hexdigest(), name))
    with open(os.path.join(folder, "xwiki-20260101-sha1sums.txt"), "w") as out:
        out.writelines(sums)


def schedule(files):
    """A schedule of whole files: longest first to who ends soonest, then moves and swaps."""
    jobs = sorted(files, key=lambda file: -file[1])
    loads = [[] for _ in SPEEDS]

    def ends(slot):
        return sum(size for _, size in loads[slot]) / 1e6 / SPEEDS[slot]

    for job in jobs:
        slot = min(range(len(SPEEDS)), key=lambda s: ends(s) + job[1] / 1e6 / SPEEDS[s])
        loads[slot].append(job)
    improved = True
    while improved:
        improved = False
        worst = max(range(len(SPEEDS)), key=ends)
        before = ends(worst)
        for slot in range(len(SPEEDS)):
            for job in list(loads[worst]):
                for other in [None] + list(loads[slot]):
                    if slot == worst or improved:
                        continue
                    exchange(loads, worst, slot, job, other)
                    if max(ends(worst), ends(slot)) < before - 1e-9:
                        improved = True
                    else:
                        exchange(loads, slot, worst, job, other)
    return max(ends(slot) for slot in range(len(SPEEDS))), loads


def exchange(loads, source, target, job, other):
    loads[source].remove(job)
    loads[target].append(job)
    if other is not None:
        loads[target].remove(other)
        loads[source].append(other)


def write(path, names):
    with open(path, "w") as out:
        out.writelines(name + "\n" for name in names)


def main(verb, *words):
    if verb == "make":
        make(int(words[0]), int(words[1]), words[2])
    elif verb == "best":
        files = dump_files(words[0])
        bound = sum(size for _, size in files) / 1e6 / sum(SPEEDS)
        best = schedule(files)[0]
        print("%.3f" % best)
        print("no schedule takes less than %.1f s" % bound, file=sys.stderr)
    elif verb == "shares":
        folder, work = words
        _, loads = schedule(dump_files(folder))
        every = os.listdir(folder)
        write(os.path.join(work, "all"), every)
        for speed in (1, 2, 4):
            mine = [name for s, load in zip(SPEEDS, loads) if s == speed for name, _ in load]
            mine += [name for name in every if not name.endswith(".gz")] if speed == 4 else []
            write(os.path.join(work, "share%d" % speed), mine)


main(*sys.argv[1:])
