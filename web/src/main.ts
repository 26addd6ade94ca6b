// SPDX-License-Identifier: Apache-2.0
import {mount} from 'svelte';
import App from './components/App.svelte';
import './styles/page.css';

mount(App, {target: document.body});
