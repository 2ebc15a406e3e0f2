#!/usr/bin/env node
import 'dateline-news/create'
