#!/bin/bash
# A small run on the stack of sluice.yaml, once it is deployed and the worker's image is pushed: a
# dump of a few megabytes by tasks on Fargate, its parts checked again, nothing left behind. It takes
# minutes, and costs a few cents. Usage:
#   deploy/smoke.sh STACK SUBNET[,SUBNET] [OPTION…]
# Options go to `run`, those about S3 to all commands. Needs a packaged program (mvn -q -DskipTests
# package), Java and the AWS CLI, which has the account and the region.
# It has not been tried on real AWS yet; a test runs it against the servers of tests/.
set -euo pipefail

fail() {
  echo "Cannot go on: $*" >&2
  exit 2
}

[ $# -ge 2 ] || fail "missing arguments (expected: deploy/smoke.sh STACK SUBNET[,SUBNET] [OPTION…])"
stack=$1 subnets=$2
shift 2
root=$(cd "$(dirname "$0")/.." && pwd)
jar=$root/pipeline/target/sluice.jar
[ -e "$jar" ] || fail "there is no $jar (expected after: mvn -q -DskipTests package)"
for program in java aws; do
  command -v $program > /dev/null || fail "$program is not installed (expected on the PATH)"
done

s3_options=() options=() dump=--dump=elwikivoyage/latest/stub-meta-history
for option in "$@"; do
  case $option in
    --dump=*) dump=$option ;;
    --s3*|--aws*) s3_options+=("$option") ;;
    *) options+=("$option") ;;
  esac
done

# output KEY: what the stack says of itself
output() {
  local value
  value=$(aws cloudformation describe-stacks --stack-name "$stack" \
    --query "Stacks[0].Outputs[?OutputKey=='$1'].OutputValue" --output text) \
    || fail "there is no stack $stack here (expected one of deploy/sluice.yaml)"
  [ -n "$value" ] && [ "$value" != None ] \
    || fail "stack $stack has no output $1 (expected one of deploy/sluice.yaml)"
  echo "$value"
}

output=$(output Output)
output=${output%/}/smoke
cluster=$(output Cluster)
definition=$(output TaskDefinition)
group=$(output SecurityGroup)
image=$(output Image)
repository=${image#*/}
aws ecr describe-images --repository-name "${repository%:*}" \
  --image-ids "imageTag=${repository##*:}" > /dev/null \
  || fail "there is no image $image (expected to be pushed: see README.md)"

sluice() { java -jar "$jar" "$@"; }
run=("$dump" "--output=$output" "--ecsCluster=$cluster" "--ecsTaskDefinition=$definition" \
  "--ecsSecurityGroups=$group" "--ecsSubnets=$subnets" --runner=EcsRunner --taskLauncher=ecs \
  "${options[@]}" "${s3_options[@]}")

echo "== What it will do"
sluice plan "${run[@]}" --rates=download=1,convert=20,merge=50
echo "== Runs it"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
sluice run "${run[@]}" --fresh=true 2>&1 | tee "$log"
echo "== Checks what was published"
published=$(sed -n 's/^Output: //p' "$log")
sluice inspect "--input=$published" "${s3_options[@]}"
sluice uploads "--output=$output" "${s3_options[@]}" 2>&1 | tee "$log"
grep -q '^0 unfinished uploads' "$log" || fail "there are unfinished uploads (expected none)"
echo "== Tasks that are left"
left=$(aws ecs list-tasks --cluster "$cluster" --family "$definition" --desired-status RUNNING \
  --query 'length(taskArns)' --output text)
[ "$left" = 0 ] || fail "$left tasks are running still (expected 0): look at cluster $cluster"
echo "None. It works. To remove what the run left: aws s3 rm --recursive $output"
