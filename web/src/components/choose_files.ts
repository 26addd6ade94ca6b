// SPDX-License-Identifier: Apache-2.0
import {tagView} from '../state/tag_view.svelte.ts';
import {view} from '../state/view.svelte.ts';

/** Opens the browser's file dialog and tags the chosen files. */
export function chooseFiles(): void {
  openDialog(
    (input) => {
      input.accept = 'image/*,.jxl,.avif,.tif,.tiff';
      input.multiple = true;
    },
    (files) => takeFiles(files),
  );
}

/** A folder, including its subfolders. */
export function chooseFolder(take: (files: FileList) => void): void {
  openDialog((input) => {
    input.webkitdirectory = true;
  }, take);
}

let dialog: HTMLInputElement | undefined; // kept, because the browser may otherwise collect it while the dialog is open

function openDialog(prepare: (input: HTMLInputElement) => void, take: (files: FileList) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  prepare(input);
  input.addEventListener('change', () => {
    if (input.files) take(input.files);
  });
  dialog = input;
  dialog.click();
}

/** Returns whether there were any files. */
export function takeFiles(files: FileList | null | undefined): boolean {
  if (!files?.length) return false;
  view.go('tag');
  tagView.add([...files].map(named));
  return true;
}

/** Numbers pasted pictures, because browsers name all of them image.png. */
let pasted = 0;

export function takePasted(files: FileList | null | undefined): boolean {
  if (!files?.length) return false;
  view.go('tag');
  tagView.add(
    [...files].map((file) => {
      if (file.name !== 'image.png') return named(file);
      pasted += 1;
      return new File([file], `pasted-${pasted}.png`, {type: file.type});
    }),
  );
  return true;
}

function named(file: File): File {
  return file.name ? file : new File([file], 'picture', {type: file.type});
}
