// SPDX-License-Identifier: Apache-2.0
// Short messages to the user. An error is always shown somewhere else too.

export interface Action {
  readonly label: string;
  readonly run: () => void;
}

export interface Toast {
  readonly text: string;
  readonly actions: readonly Action[];
}

const kShortToast = 4000; // milliseconds
const kToastWithActions = 8000;
const kQuiet = 350; // minimum milliseconds between announcements

export class Messages {
  toast: Toast | null = $state.raw(null);
  announcement = $state('');
  private toastTimer = 0;
  private announcementTimer = 0;

  show(text: string, ...actions: Action[]): void {
    clearTimeout(this.toastTimer);
    this.toast = {text, actions};
    this.toastTimer = window.setTimeout(() => this.dismiss(), actions.length ? kToastWithActions : kShortToast);
  }

  dismiss(): void {
    clearTimeout(this.toastTimer);
    this.toast = null;
  }

  /** Removes all messages that are still shown. */
  forget(): void {
    this.dismiss();
    clearTimeout(this.announcementTimer);
    this.announcement = '';
  }

  /** For screen readers: politely, and only the last of several in quick succession. */
  announce(text: string): void {
    clearTimeout(this.announcementTimer);
    this.announcementTimer = window.setTimeout(() => {
      this.announcement = text;
    }, kQuiet);
  }
}

export const messages = new Messages();
