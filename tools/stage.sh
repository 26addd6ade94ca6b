# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# Sourced by tools/demo and tools/check. A stage is a command whose output goes to a log and that prints one line.

log_dir=build/log
mkdir -p "$log_dir"

# report TITLE TEXT SECONDS
report() {
  printf '  %-16s %-44s %5d s\n' "$1" "$2" "$3"
}

# show_log TITLE LOG: prints the log of a failed stage, without the lines of tests that passed.
show_log() {
  printf -- '---- %s failed; the end of %s:\n' "$1" "$2"
  grep -vE '^ *(Start +[0-9]+: |[0-9]+/[0-9]+ Test +#[0-9]+: .* (Passed|\*\*\*Skipped) )' "$2" | tail -n 120
  printf -- '---- end of %s\n' "$2"
}

# stage TITLE COMMAND...: "ok" and the time, or the log and the command's status.
stage() {
  local title=$1 log=$log_dir/${1// /-}.log started=$SECONDS status=0
  shift
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if [[ $status -eq 0 ]]; then
    report "$title" ok $((SECONDS - started))
  else
    report "$title" "FAILED (status $status)" $((SECONDS - started))
    show_log "$title" "$log"
  fi
  return "$status"
}

# install_packages_stage LIST...: prints what it will install, then installs it.
install_packages_stage() {
  local missing
  missing=$(tools/install_packages --missing "$@") || return
  if [[ -n $missing ]]; then
    printf '  installing with apt-get: %s\n' "$missing" | fold -s -w 110
    # sudo may ask for a password, so it must do so before the output goes to the log.
    if [[ $(id -u) -ne 0 ]] && command -v sudo >/dev/null; then sudo -v; fi
  fi
  stage packages tools/install_packages "$@"
}

# build_stage PRESET [TARGET...]
build_stage() {
  stage "$1 build" configure_and_build "$@"
}

configure_and_build() {
  local preset=$1 targets=()
  shift
  if [[ $# -gt 0 ]]; then targets=(--target "$@"); fi
  cmake --preset "$preset" && cmake --build --preset "$preset" -j "$(nproc)" "${targets[@]}"
}
